"""The heart: one city's request to join."""
