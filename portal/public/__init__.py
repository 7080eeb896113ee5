"""What the network is and how to apply."""
