"""A message: to whom, in which words, about which loans and holds; put into the outbox, counted once it is said."""
