"""Rows for screens: explicit columns into frozen values, a fixed number of statements."""
