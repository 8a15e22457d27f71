"""Stopping loans to a reader, and letting them borrow again."""
