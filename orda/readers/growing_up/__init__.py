"""Coming of age: at 16 the card is one's own and one signs for oneself; at 18 nobody has a guardian."""
