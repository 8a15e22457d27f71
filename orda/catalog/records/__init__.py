"""A record is made, changed, put back: every save is a version that is kept."""
