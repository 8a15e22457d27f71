"""Studies of what is read, from loans that name nobody.

Keeps nothing of its own: it reads loans and registrations in groups. Never shows a group so small that it tells
of somebody, nor two tables whose difference would. Its rules come from the readers' studies of the annual plan
and from law № 94-V.
"""
