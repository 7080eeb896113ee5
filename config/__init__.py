"""How the portal is configured and started; knows the machine, not the domain."""
