"""Who did what to the house itself: staff, the tree, settings, machines' keys. Written once, never changed."""
