"""The letterhead: organisation, town and signatures as all papers of a network say them, kept in one place."""
