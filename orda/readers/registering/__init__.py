"""Registration: one reader, a family or a group in one form; what is kept of them, and its changes."""
