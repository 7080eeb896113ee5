"""Mechanism only: scopes, ownership of tables, enforcement in the database."""
