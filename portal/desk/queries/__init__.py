"""What the desk's screens read: explicit columns into frozen dataclasses, one statement each."""
