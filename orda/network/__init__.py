"""The network: its libraries, its people, its calendar.

Keeps the tree of libraries, staff with their appointments and rights over a subtree, holidays; and what every
room shares: the clock, the folding of letters, refusals, typesetting. Never knows what a library does: no book,
no reader, no count. Its rules come from the network's own statute and staff list, and from law № 94-V (whoever
sees a person's data needs a right to it); the alphabet's order and folding are those of CLDR for Kazakh.
"""
