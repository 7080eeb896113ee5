"""Demo data: invented people and cities in real countries, made by the portal's own services."""
