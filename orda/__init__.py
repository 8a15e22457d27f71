"""Orda: a library system for a centralised library system (ОКЖ, ЦБС)."""

__version__ = "0.1.0"
