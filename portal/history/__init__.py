"""What happened: one row per event, chained, never changed."""
