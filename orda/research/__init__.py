"""Studies of what is read, from loans that name nobody."""
