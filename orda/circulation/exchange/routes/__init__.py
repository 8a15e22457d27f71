"""The rounds of the van between libraries, and the list for each of its stops."""
