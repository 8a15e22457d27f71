"""The known words of Kazakh: from any form to the word itself."""

import gzip
import re
from pathlib import Path
from typing import Any, Self

from orda.network.folding import fold

FILE = Path(__file__).with_name("words.gz")
WORD = re.compile("[а-яәғқңөұүһіё]+")
LONGEST_ENDING = 24
_IN_RUSSIAN = frozenset("RP")
_FIRM = frozenset("NAV")  # kinds of words that stand for themselves, whatever else they may be a form of


_OF_VERBS = ("ған", "ген", "қан", "кен", "у", "ю")
_PLURAL = ("лар", "лер", "дар", "дер", "тар", "тер")


class Lexicon:
    """`words`: lemma -> its kinds; `stems`: folded stem -> (stem, lemma, sounds) of each; `endings`: folded ending ->
    the sounds it follows; `open`: as `endings`, of verbs' endings after which those of nouns may follow."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.stems: dict[str, tuple[tuple[str, str, int], ...]] = {}
        self.endings: dict[str, int] = {}
        self.open: dict[str, int] = {}
        self.wholes: dict[str, tuple[str, ...]] = {}
        self.of_nouns: dict[str, int] = {}  # last letter -> sounds of nouns that end so
        self.of_verbs = self.of_numbers = 0
        self._same: dict[Any, Any] = {}  # one object for equal words and masks: half of the memory

    @classmethod
    def read(cls) -> Self:
        made = cls()
        with gzip.open(FILE, "rt", encoding="utf-8") as lines:
            for line in lines:
                made._take(line.rstrip("\n"))
        made._same.clear()
        return made

    def _one(self, what: Any) -> Any:
        return self._same.setdefault(what, what)

    def _take(self, line: str) -> None:
        first, _space, rest = line.partition(" ")
        match first[:1]:
            case "-":
                ending = fold(first[1:].rstrip("+"))
                mask = self._one(int(rest, 16))
                self.endings[ending] = self.endings.get(ending, 0) | mask
                if first.endswith("+"):
                    self.open[ending] = self.open.get(ending, 0) | mask
            case "=":
                self.words[self._one(first[1:])] = self._one(rest)
            case "!":
                self.wholes[first[1:]] = tuple(rest.split())
            case "s" if first == "sounds":
                for place, sound in enumerate(rest.split(" ")):
                    if sound[0] == "N":
                        self.of_nouns[fold(sound[-1])] = self.of_nouns.get(fold(sound[-1]), 0) | 1 << place
                    self.of_verbs |= (sound[0] == "V") << place
                    self.of_numbers |= (sound[0] == "M") << place
            case _:
                lemma, _space, mask_text = rest.partition(" ")
                stem, mask = self._one(first), self._one(int(mask_text, 16))
                entry = (stem, self._one(lemma or first), mask)
                folded = self._one(fold(first))
                self.stems[folded] = (*self.stems.get(folded, ()), entry)

    def lemmas(self, word: str) -> set[str]:
        """The words of which this may be a form; empty where none is known.

        A word that is one by itself is that word and no form of another noun: «қалам» is a pen, not "my town". What a
        verb's participle has become («болған», «оқу») is both. Written without Kazakh letters it is every word that
        may be written so.
        """
        kinds = self.words.get(word)
        found = {word} if kinds else set[str]()
        folded = fold(word)
        if kinds and not _FIRM.isdisjoint(kinds):
            return found | self._also(word, folded)
        found.update(self.wholes.get(word, ()))
        bare = not found and folded == word
        for place in range(len(word), max(len(word) - LONGEST_ENDING, 1), -1):
            stems = self.stems.get(folded[:place])
            if stems is None:
                continue
            for stem, lemma, sounds in stems:
                if (bare or word.startswith(stem)) and self._may_end(sounds, folded[place:]):
                    found.add(lemma)
        return found

    def written_without(self, word: str) -> set[str]:
        """What a word typed without Kazakh letters may be, though it is a word as it stands: казак, қазақ."""
        folded = fold(word)
        if folded != word:
            return set()
        found = set()
        for place in range(len(word), max(len(word) - LONGEST_ENDING, 1), -1):
            for _stem, lemma, sounds in self.stems.get(word[:place], ()):
                if self._may_end(sounds, word[place:]):
                    found.add(lemma)
        return found

    def is_russian_too(self, lemma: str) -> bool:
        """A word or a name that Russian has as well: its Russian forms are to meet it."""
        return not _IN_RUSSIAN.isdisjoint(self.words.get(lemma, ""))

    def _also(self, word: str, folded: str) -> set[str]:
        """What a word that stands for itself is a form of all the same: an irregular form, what a verb has become
        («болған», «оқу»), a plural («балалар»)."""
        stems = self.stems.get(folded, ())
        found = {lemma for stem, lemma, sounds in stems if stem == word and self._may_end(sounds, "")}
        found.update(self.wholes.get(word, ()))
        for ending in (*_OF_VERBS, *_PLURAL):
            if word.endswith(ending):
                of = ~self.of_verbs if ending in _PLURAL else self.of_verbs
                for stem, lemma, sounds in self.stems.get(folded[: -len(ending)], ()):
                    if word.startswith(stem) and self._may_end(sounds & of, folded[-len(ending) :]):
                        found.add(lemma)
        return found

    def _may_end(self, sounds: int, ending: str) -> bool:
        """Whether the ending may follow one of the sounds; that of a verb may go on as a noun does."""
        if sounds & self.endings.get(ending, 0):
            return True
        if sounds & self.of_verbs:
            for place in range(1, len(ending)):
                if sounds & self.open.get(ending[:place], 0):
                    rest = self.endings.get(ending[place:], 0)
                    if rest & self.of_nouns.get(ending[place - 1], 0):
                        return True
        return False

    def guess(self, word: str) -> str:
        """The stem of a word that is not known, folded: without what may be the ending of a noun.

        A last «ы», «і» goes too, and б, г are п, к: ақсары, ақсарыда and кітабы meet in it.
        """
        folded = fold(word)
        stem = folded
        for place in range(3, len(folded)):
            rest = self.endings.get(folded[place:], 0)
            if rest & self.of_nouns.get(folded[place - 1], 0) and not _VOWELS.isdisjoint(folded[:place]):
                stem = folded[:place]
                break
        if len(stem) > 3 and stem[-1] in "ыи":
            stem = stem[:-1]
        return stem[:-1] + _HARD.get(stem[-1], stem[-1]) if len(stem) > 2 else stem


_VOWELS = frozenset("аеоуыиэюя")
_HARD = {"б": "п", "г": "к"}
