"""Rounds of application, form versions and guiding documents."""
