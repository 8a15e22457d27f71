"""The screen at the door at which children count themselves in."""
