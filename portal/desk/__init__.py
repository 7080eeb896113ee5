"""The desk of a commission: its screens over applications, people and settings."""
