"""Holds: one fair queue across the network, the pick list, the hold shelf."""
