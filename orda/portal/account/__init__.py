"""A reader's own page: what they have, what they wait for, what the library keeps of them."""
