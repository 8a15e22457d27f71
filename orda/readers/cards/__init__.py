"""Cards: their numbers, how they are printed, and the PINs that go with them."""
