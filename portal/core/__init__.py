"""Ground floor: knows nothing of cities or commissions."""
