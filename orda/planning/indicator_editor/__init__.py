"""Pages on which people add indicators, change and retire them, and try them on last year."""
