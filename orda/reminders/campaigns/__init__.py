"""Campaigns of forgiveness and the like: set, families invited, their result counted once."""
