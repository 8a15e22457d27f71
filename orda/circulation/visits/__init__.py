"""People who came, counted by the act or by a number."""
