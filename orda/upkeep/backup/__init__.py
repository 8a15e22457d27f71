"""Backups: one file that is whole or not there, proved equal when it is put back (docs/decisions/0040)."""
