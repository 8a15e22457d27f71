"""Claim letters: numbered in the library's register of the year, printed as PDF and DOCX."""
