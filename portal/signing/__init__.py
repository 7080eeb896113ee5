"""Proof: authority and certificates, signing, verifying, time stamps."""
