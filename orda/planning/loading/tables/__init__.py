"""The tables of a plan, read from its folder as they are printed."""
