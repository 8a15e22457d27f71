"""The library's work diary (кітапхана жұмысының күнделігі, дневник работы библиотеки).

Keeps the entries, the totals into which closed days are folded, the registry of measures and dimensions, and
the audit that compares both with the acts. Never names a reader, never changes an entry, never decides what
counts: rooms post, it adds up. Its rules come from the paper diary's four parts (readers and visits, loans,
references, mass work) and the counting rules of GOST 7.20 and GOST R 7.0.20: a renewal is a loan, a reader is
counted once a year.
"""
