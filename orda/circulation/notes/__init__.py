"""What the desk is told when a card is scanned."""
