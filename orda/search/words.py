"""Words as the index keeps them and as a query asks for them.

A word is kept under every stem it may have: nobody says in what language they type, and «балалар» typed without
Kazakh letters is spelt like a Russian word. Both sides go through the same table, so they meet.
"""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import Stemmer  # PyStemmer

from orda.network.folding import fold, plain
from orda.search import kazakh

LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z]")


class _Stemmers(threading.local):
    """A stemmer keeps the word it works at, so every thread has its own."""

    def __init__(self) -> None:
        # No memory of their own: `stems` remembers.
        self.russian = Stemmer.Stemmer("russian", 0)
        self.english = Stemmer.Stemmer("english", 0)


_stemmers = _Stemmers()


def words(text: str) -> list[str]:
    """The words of a text in small letters, Kazakh letters kept, in their order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain(text))]


@lru_cache(maxsize=200_000)
def stems(word: str) -> frozenset[str]:
    """Every stem under which a word (from `words`) is kept."""
    folded = fold(word)
    if folded.isdecimal():
        return frozenset((folded,))
    if _LATIN.search(folded):
        return frozenset((_stemmers.english.stemWord(folded),))
    return frozenset((kazakh.stem(folded), _stemmers.russian.stemWord(folded)))


def all_stems(text: str) -> Iterator[str]:
    """The stems of all words of a text."""
    for word in words(text):
        yield from stems(word)
