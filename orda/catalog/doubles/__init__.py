"""Two records of one book: found, looked at side by side, merged, parted again."""
