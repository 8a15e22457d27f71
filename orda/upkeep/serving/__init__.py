"""The web server: bodies read before a thread is taken, workers that are brought back."""
