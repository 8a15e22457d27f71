"""State forms as data: a form is a file (definitions/), its cells say from where in the diary they come."""
