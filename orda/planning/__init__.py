"""The plan: what is to be reached, and how it stands.

Keeps the annual plan as a document with its versions, its figures, counts by hand, and the indicators that
people add; makes the board, the forecast and the digest. Never counts an act itself: every actual is a reading
of the diary. Never mends the printed source: it says where that does not add up. Its rules come from the
control indicators and tables of the annual plan of a centralised library system, and the formulas of library
statistics (readability, attendance, turnover, renewal).
"""
