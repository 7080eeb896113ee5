"""Commands; each is an entry point."""
