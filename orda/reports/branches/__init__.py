"""A branch's own quarter report: its part of the plan, what it did, and why it stands so, in words."""
