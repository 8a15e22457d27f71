"""The desk: one field that is given a card, a copy or a name, and one answer."""
