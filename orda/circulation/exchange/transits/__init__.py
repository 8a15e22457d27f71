"""Copies on their way between libraries: sent, received, lost on the way, found again."""
