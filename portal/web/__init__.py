"""The shared face; knows HTTP, not the domain."""
