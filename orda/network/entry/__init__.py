"""How staff come in: the password, the second factor, one-time keys for who has no password, the own profile."""
