"""Demo data: invented people and cities in real countries, made by the same services as real ones."""
