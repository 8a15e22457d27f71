"""The news that a library is closed, told to the families whose books it concerns; and that it is open after all."""
