"""A printed plan read from its folder of tables, checked against itself, kept."""
