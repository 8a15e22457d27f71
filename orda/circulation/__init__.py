"""Circulation: all that is done with a copy and a reader.

Keeps the table of rules, loans and renewals, holds, exchange between libraries, losses, visits, home
deliveries, and what desks did without a connection. Never fines a child, never keeps who had a book once it is
back (unless the reader chose it), never counts an act twice. Its rules come from the rules of use of public and
children's libraries (how many, how long, a lost book replaced or paid for), the within-system exchange (ЖАА,
ВСО) and interlibrary loan (МБА), and the counting rules of GOST 7.20 and GOST R 7.0.20.
"""
