"""Lists of a class from a school, taken in with a look before and every wrong row named."""
