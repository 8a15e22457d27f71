"""Guardians on the site: a parent's own card, or telephone with a PIN, sees the children whose consent they signed."""
