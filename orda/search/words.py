"""Words as the index keeps them and as a query asks for them.

A word is kept under every stem it may have, for nobody says in what language they type. Kazakh is read by a lexicon
(docs/decisions/0043), Russian and English by rules.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer  # PyStemmer

from orda.network.folding import KAZAKH_ONLY, fold_letters, plain
from orda.search.kazakh import known_words

LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = "\u0400"


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


# «ұңғыма» reads as "don't drill", and is a well where nobody knows it.
_OR_A_NOUN = ("ма", "ме", "ба", "бе", "па", "пе", "с")
# Before a Russian stem: «жар» of жара is no Kazakh «жар».
_RUSSIAN = "~"


@lru_cache(maxsize=200_000)
def stems(word: str) -> frozenset[str]:
    """Every stem under which a word (from `words`) is kept: a Kazakh word under the word itself, Kazakh letters kept;
    one that Russian has too, or that nobody knows as it stands, under its Russian stem as well."""
    if word[0] < _CYRILLIC:
        return frozenset((word if word.isdecimal() else _stemmers.english.stemWord(word),))
    known, folded = known_words(), fold_letters(word)
    found = known.lemmas(word, folded)
    if word not in known.words:
        if not found:
            found.update((known.guess(folded), folded))
        elif word.endswith(_OR_A_NOUN):
            found.add(folded)
        if folded == word or ("ё" in word and KAZAKH_ONLY.isdisjoint(word)):
            found.add(_russian(folded))
    if not known.russian.isdisjoint(found):
        found.update([_russian_of(lemma) for lemma in found & known.russian])
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _russian_of(lemma: str) -> str:
    return _russian(fold_letters(lemma))


def _russian(folded: str) -> str:
    return _RUSSIAN + _stemmers.russian.stemWord(folded)


@lru_cache(maxsize=10_000)
def asked_stems(word: str) -> frozenset[str]:
    """Under which stems a typed word is looked for: a keyboard without Kazakh letters may have been at either end."""
    kept = stems(word)
    return kept | {fold_letters(stem) for stem in kept} | known_words().written_without(word)


def begun_lemmas(word: str) -> set[str]:
    """The words of which a half-typed one may become a form."""
    return known_words().begun(fold_letters(word))


def initial(letter: str) -> str:
    """How the first letter of a name is kept, apart from words of one letter."""
    return f".{fold_letters(letter)}"


def initials(name: Iterable[str]) -> Iterator[str]:
    """The first letters of all words of a name (from `words`)."""
    for word in name:
        yield initial(word[0])


def all_stems(text: Iterable[str]) -> Iterator[str]:
    """The stems of all words of a text (from `words`)."""
    for word in text:
        yield from stems(word)
