"""The words by which readers are found, in one spelling for every alphabet."""
