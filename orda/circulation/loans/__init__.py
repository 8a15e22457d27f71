"""Loans, renewals and returns: who may borrow what, for how long, and why."""
