"""What is typed at the desk and around it."""
