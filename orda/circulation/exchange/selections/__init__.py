"""Books chosen for a branch or for a reader of it, on request."""
