"""Pages of the desk and of what stands around it."""
