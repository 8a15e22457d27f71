"""Reads Kazakh: the forms of a word meet in the word itself, different words stay apart.

Known words come from dictionaries, with all that may follow them, in one file (`words.gz`, made by `making`); a word
that is in none loses what may be the ending of a noun. (docs/decisions/0043)
"""

from functools import cache

from orda.search.kazakh.lexicon import Lexicon


@cache
def known_words() -> Lexicon:
    """Read at the first word, once a process."""
    return Lexicon.read()
