"""The year's table of exchange against its plan."""
