"""The view over all commissions."""
