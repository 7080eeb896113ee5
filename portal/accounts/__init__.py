"""People, memberships, sign-in, second factors and who may do what."""
