"""The known words of Kazakh: from any form to the word itself."""

import gzip
import json
import re
from pathlib import Path
from typing import Any, Self

from orda.network.folding import fold_letters

FILE = Path(__file__).with_name("words.gz")
WORD = re.compile("[а-яәғқңөұүһіё]+")
LONGEST_ENDING = 24
_IN_RUSSIAN = frozenset("RP")
_FIRM = frozenset("NAV")  # kinds of words that stand for themselves, whatever else they may be a form of
_OF_VERBS = ("ган", "ген", "кан", "кен", "у", "ю")
_PLURAL = ("лар", "лер", "дар", "дер", "тар", "тер")
_VOWELS = frozenset("аеоуыиэюя")
_HARD = {"б": "п", "г": "к"}

Stem = tuple[str, str, int]  # stem, the word it is of, its sounds


class Lexicon:
    """What the file holds. Stems and endings are folded: Kazakh letters as a Russian keyboard types them.

    A set of sounds is a number, a bit for each; `sounds` lists the sets. `stems`: a stem -> the number of its set, where
    the stem is the word itself, or a list [stem, word, number, …]; `endings`: ending -> the set after which it stands;
    `open`: as `endings`, of those of verbs that go on as nouns do; `words`: word -> its kinds; `wholes`: an irregular
    form -> its words; `of_nouns`: last letter -> sounds of nouns that end so; `of_verbs`: sounds of verbs.
    """

    def __init__(self, held: dict[str, Any]) -> None:
        self.words: dict[str, str] = held["words"]
        self.wholes: dict[str, list[str]] = held["wholes"]
        self._sounds: list[int] = held["sounds"]
        self._stems: dict[str, Any] = held["stems"]
        self._endings: dict[str, int] = {one: self._sounds[n] for one, n in held["endings"].items()}
        self._open: dict[str, int] = {one: self._sounds[n] for one, n in held["open"].items()}
        self._of_nouns: dict[str, int] = held["of_nouns"]
        self._of_verbs: int = held["of_verbs"]

    @classmethod
    def read(cls) -> Self:
        return cls(json.loads(gzip.decompress(FILE.read_bytes())))

    def lemmas(self, word: str) -> set[str]:
        """The words of which this (small letters) may be a form; empty where none is known.

        A word that is one by itself is that word and no form of another noun: «қалам» is a pen, not "my town". Written
        without Kazakh letters it is every word that may be written so.
        """
        kinds = self.words.get(word)
        if kinds is None:
            found = set(self.wholes.get(word, ()))
        elif _FIRM.isdisjoint(kinds):
            found = {word, *self.wholes.get(word, ())}
        else:
            return {word} | self._also(word)
        folded = fold_letters(word)
        bare = not found and folded == word
        for stem, lemma, _ending in self._parted(folded):
            if bare or word.startswith(stem):
                found.add(lemma)
        return found

    def written_without(self, word: str) -> set[str]:
        """What a word typed without Kazakh letters may be, though it is a word as it stands: казак, қазақ."""
        return {lemma for _stem, lemma, _ending in self._parted(word)} if fold_letters(word) == word else set()

    def is_russian_too(self, lemma: str) -> bool:
        """A word or a name that Russian has as well: its Russian forms are to meet it."""
        return not _IN_RUSSIAN.isdisjoint(self.words.get(lemma, ""))

    def guess(self, word: str) -> str:
        """The stem of a word that is not known, folded: without what may be the ending of a noun.

        A last «ы», «і» goes too, and б, г are п, к: ақсары, ақсарыда and кітабы meet in it.
        """
        folded = stem = fold_letters(word)
        for place in range(3, len(folded)):
            rest = self._endings.get(folded[place:], 0)
            if rest & self._of_nouns.get(folded[place - 1], 0) and not _VOWELS.isdisjoint(folded[:place]):
                stem = folded[:place]
                break
        if len(stem) > 3 and stem[-1] in "ыи":
            stem = stem[:-1]
        return stem[:-1] + _HARD.get(stem[-1], stem[-1]) if len(stem) > 2 else stem

    def _also(self, word: str) -> set[str]:
        """What a word that stands for itself is a form of all the same: an irregular form, what a verb has become
        («болған», «оқу»), a plural («балалар»)."""
        found = set(self.wholes.get(word, ()))
        folded = fold_letters(word)
        for stem, lemma, ending in self._parted(folded) if folded.endswith((*_OF_VERBS, *_PLURAL)) else ():
            if ending in _OF_VERBS or ending in _PLURAL:
                if word.startswith(stem) and (ending in _PLURAL or "V" in self.words.get(lemma, "")):
                    found.add(lemma)
        return found

    def _parted(self, folded: str) -> list[tuple[str, str, str]]:
        """(stem, word, ending) in every way in which the ending may follow."""
        found = []
        stems, endings = self._stems, self._endings
        for place in range(len(folded), max(len(folded) - LONGEST_ENDING, 1), -1):
            held = stems.get(folded[:place])
            if held is None:
                continue
            ending = folded[place:]
            after = endings.get(ending, 0)
            for stem, lemma, sounds in _each(folded[:place], held):
                of_stem = self._sounds[sounds]
                if of_stem & after or (of_stem & self._of_verbs and self._goes_on(of_stem, ending)):
                    found.append((stem, lemma, ending))
        return found

    def _goes_on(self, sounds: int, ending: str) -> bool:
        """Whether a verb's ending is followed by a noun's: оқы-ған-дар-ға."""
        for place in range(1, len(ending)):
            if sounds & self._open.get(ending[:place], 0):
                if self._endings.get(ending[place:], 0) & self._of_nouns.get(ending[place - 1], 0):
                    return True
        return False


def _each(folded: str, held: Any) -> list[Stem]:
    if isinstance(held, int):
        return [(folded, folded, held)]
    return [tuple(held[at : at + 3]) for at in range(0, len(held), 3)]  # type: ignore[misc]
