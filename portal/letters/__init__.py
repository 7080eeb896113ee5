"""Texts of letters that a commission words itself: safe placeholders, every version kept."""
