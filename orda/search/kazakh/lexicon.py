"""The known words of Kazakh: from any form to the word itself."""

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from orda.network.folding import fold_letters

FILE = Path(__file__).with_name("words.gz")
WORD = re.compile("[а-яәғқңөұүһіё]+")
LONGEST_ENDING = 24
_VOWELS = frozenset("аеоуыиэюя")
_HARD = {"б": "п", "г": "к"}
_ENDINGS_REMEMBERED = 20_000

Stem = tuple[str, str, int]  # stem as it is written, the word it is of, its sounds


class Lexicon:
    """What the file holds. Stems and endings are folded: Kazakh letters as a Russian keyboard types them.

    A set of sounds is a number, a bit for each. `words`: a word or an irregular form -> what it is kept under, parted
    by spaces, "" for itself alone; `stems`: a stem -> its sounds, where the stem is the word as it is written, or
    stem, word, sounds, stem, word …; `endings`: ending -> the sounds after which it stands; `open`: as `endings`, of
    those of verbs that go on as nouns do; `of_nouns`: last letter -> sounds of nouns that end so; `of_verbs`: sounds
    of verbs; `russian`: words and names that Russian has as well.
    """

    def __init__(self, text: str) -> None:
        sounds_, words, under, plain, of_plain, more, endings, of_endings, open_, of_nouns, last = text.split(
            "\f"
        )
        sounds = [int(number, 36) for number in sounds_.split()]
        self._sounds = sounds
        known = words.split("\n")
        self.words = dict(zip(known, under.split("\n"), strict=True))
        same = dict(zip(known, known, strict=True))  # one string for a word wherever it stands
        self._stems: dict[str, int | tuple[Any, ...]] = dict(
            zip((same.get(stem, stem) for stem in plain.split()), _of(sounds, of_plain), strict=True)
        )
        for line in more.split("\n"):
            folded, *each = line.split()
            self._stems[folded] = tuple(
                sounds[int(one)] if place % 3 == 2 else same.get(one, one) for place, one in enumerate(each)
            )
        self._endings = dict(zip(endings.split("\n"), _of(sounds, of_endings), strict=True))
        self._open = {one: sounds[int(number)] for one, number in map(str.split, open_.split("\n"))}
        self._of_nouns = {one: int(number, 36) for one, number in map(str.split, of_nouns.split("\n"))}
        of_verbs, *russian = last.split()
        self.of_verbs = int(of_verbs, 36)
        self.russian = frozenset(same.get(one, one) for one in russian)
        self._after = lru_cache(_ENDINGS_REMEMBERED)(self._after_what)

    @classmethod
    def read(cls) -> Self:
        return cls(gzip.decompress(FILE.read_bytes()).decode())

    def lemmas(self, word: str, folded: str) -> set[str]:
        """The words of which this (in small letters, and folded) may be a form; empty where none is known.

        A word that is one by itself is that word and, as a rule, no form of another: «қалам» is a pen, not "my town";
        `making` says where it is both. Written without Kazakh letters it is every word that may be written so.
        """
        under = self.words.get(word)
        if under is not None:
            return set(under.split()) if under else {word}
        found = set()
        bare = folded == word
        stem_of, after = self._stems.get, self._after
        length = len(folded)
        for place in range(length, length - LONGEST_ENDING if length > LONGEST_ENDING else 0, -1):
            stem = folded[:place]
            held = stem_of(stem)
            if held and (sounds := after(folded[place:])):
                if held.__class__ is int:
                    if held & sounds and (bare or word.startswith(stem)):  # type: ignore[operator]
                        found.add(stem)
                else:
                    for at in range(2, len(held), 3):  # type: ignore[arg-type]
                        if held[at] & sounds and (bare or word.startswith(held[at - 2])):  # type: ignore[index]
                            found.add(held[at - 1])  # type: ignore[index]
        return found

    def written_without(self, word: str) -> set[str]:
        """What a word typed without Kazakh letters may be, though it is a word as it stands: казак, қазақ."""
        return (
            {lemma for _stem, lemma, _ending, _sounds in self.parted(word)}
            if fold_letters(word) == word
            else set()
        )

    def begun(self, folded: str) -> set[str]:
        """The words of which a form may begin so: қазақт, of қазақтың. The longest that fit."""
        for place in range(len(folded) - 1, 2, -1):
            held, rest = self._stems.get(folded[:place]), folded[place:]
            at = bisect_left(self._in_order, rest)
            if held and self._in_order[at : at + 1] and self._in_order[at].startswith(rest):
                return {lemma for _stem, lemma, _sounds in _each(folded[:place], held)}
        return set()

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._endings)

    def guess(self, folded: str) -> str:
        """The stem of a word that is not known, folded: without what may be the ending of a noun.

        A last «ы», «і» goes too, and б, г are п, к: ақсары, ақсарыда and кітабы meet in it.
        """
        stem = folded
        for place in range(3, len(folded)):
            rest = self._endings.get(folded[place:], 0)
            if rest & self._of_nouns.get(folded[place - 1], 0) and not _VOWELS.isdisjoint(folded[:place]):
                stem = folded[:place]
                break
        if len(stem) > 3 and stem[-1] in "ыи":
            stem = stem[:-1]
        return stem[:-1] + _HARD.get(stem[-1], stem[-1]) if len(stem) > 2 else stem

    def parted(self, folded: str) -> Iterator[tuple[str, str, str, int]]:
        """(stem, word, ending, the sounds by which they fit) in every way in which the ending may follow."""
        for place in range(len(folded), max(len(folded) - LONGEST_ENDING, 0), -1):
            held = self._stems.get(folded[:place])
            for stem, lemma, sounds in _each(folded[:place], held) if held else ():
                if fits := sounds & self._after(folded[place:]):
                    yield stem, lemma, folded[place:], fits

    def _after_what(self, ending: str) -> int:
        """The sounds after which an ending stands; one of a verb may be followed by a noun's: оқы-ған-дар-ға."""
        found = self._endings.get(ending, 0)
        for place in range(1, len(ending)):
            open_ = self._open.get(ending[:place])
            if open_ and self._endings.get(ending[place:], 0) & self._of_nouns.get(ending[place - 1], 0):
                found |= open_
        return found


def _of(sounds: list[int], numbers: str) -> Iterable[int]:
    return map(sounds.__getitem__, map(int, numbers.split()))


def _each(folded: str, held: Any) -> Iterator[Stem]:
    if isinstance(held, int):
        yield folded, folded, held
    else:
        for at in range(0, len(held), 3):
            yield held[at], held[at + 1], held[at + 2]
