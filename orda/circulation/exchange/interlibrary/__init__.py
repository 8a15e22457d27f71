"""Loans to and from libraries of other networks (МБА)."""
