"""After admission: the register of members."""
