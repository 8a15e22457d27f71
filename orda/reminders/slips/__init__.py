"""The due days of what a reader takes home, sent in place of a printed slip."""
