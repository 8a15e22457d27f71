"""The catalogue: bibliographic records.

Keeps each record's MARC whole and untouched, and columns read off it. Never knows copies, never throws away a
field that it does not understand. Its rules come from MARC 21, UNIMARC and RUSMARC (KAZMARC is of their family;
no specification of it is public), ISO 2709, and the character sets met in Kazakhstan (KZ-1048, PTCP154,
CP1251).
"""
