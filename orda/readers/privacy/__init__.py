"""A person's own data: given out, erased, and who looked at whose record."""
