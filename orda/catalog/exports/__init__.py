"""What is said of a publication, written for other programs and for a list of literature."""
