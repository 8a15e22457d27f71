"""Who keeps books too long, how long, what was said to them; calls."""
