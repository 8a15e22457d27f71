"""A copy in hand: what is known of it, whereabouts it is, what becomes of it next."""
