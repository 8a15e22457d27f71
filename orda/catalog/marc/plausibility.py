"""How much a word looks like one of some language: the proof of the character set in which it was read.

The cost of a word is the negative logarithm of its chance, letter after letter, in the language of its text
(`orda/catalog/data/letter_pairs.txt`, made by make_letter_pairs.py). Costs of the same bytes read in two sets are
compared; a difference of 5 is a chance of 1 in 150.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "data" / "letter_pairs.txt"
STRANGE = 9.0  # a letter or a sign that no language has there
_SIGN = 6.0  # at that edge of a word where it may stand; elsewhere it is strange
_ODD_CAPITAL = 4.0  # a capital after a small letter
_ACCENT = 4.0  # on a letter that no language here writes with it (romanized Arabic, say)
_OTHER_LANGUAGE = 3.0  # a word of another language than the rest of the text
_OPENING = frozenset("«„“‘‚‹–—…№§©•·\xa0±×¡¿£€\x88\x89")
_CLOSING = frozenset("»“”‘’›–—…®°•·\xa0²³¹½¼¾ªº€\x88\x89")
# What volumes and imprints are called, shortened: hardly a language's words, and the whole text of many a title.
_OF_CATALOGUES = frozenset(
    "вып выпуск т том тт ч часть кн книга сб изд ред сост пер стр ил гл бөл бөлім шығ кіт кітап".split()
)
_SHORTENED = 3.0
_OF_WORDS = dict.fromkeys("'-", 2.0) | dict.fromkeys("ʹʺʼʻ’", 3.0) | dict.fromkeys("\ufe20\ufe21", 2.5)


Fit = tuple[float, tuple[tuple[int, float], ...]]


def cost_of_text(words: Iterable[str]) -> float:
    """What words cost together: those of one language less than those of many."""
    total, saved = 0.0, defaultdict[int, float](float)
    for word in words:
        price, languages = _fit(word)
        total += price
        for language, saving in languages:
            saved[language] += saving
    return total - max(saved.values(), default=0.0)


@lru_cache(100_000)
def cost(word: str) -> float:
    """What a word costs by itself, in natural logarithms: 2 to 3 a letter for real words, 5 and more for wrong ones."""
    price, languages = _fit(word)
    return price - max((saving for _language, saving in languages), default=0.0)


@lru_cache(50_000)
def _fit(word: str) -> Fit:
    """(the cost of a word in another language than its text's, what is saved where it is of the same)."""
    total, parts = 0.0, [""]
    for at, sign in enumerate(word):
        if sign in _OF_WORDS:
            total += _OF_WORDS[sign]
        elif sign.isalpha() and sign not in "ªº":
            parts[-1] += sign
        elif unicodedata.combining(sign):
            total += _ACCENT
        else:
            after, before = word[at - 1 : at].isalpha(), word[at + 1 : at + 2].isalpha()
            fits = sign in _OPENING and not after or sign in _CLOSING and not before
            total += _SIGN if fits else 2 * STRANGE if "\x80" <= sign < "\xa0" else STRANGE
            parts.append("")
    saved: dict[int, float] = {}
    for part in filter(None, parts):
        price, languages = _fit_of_letters(part)
        total += price
        for language, saving in languages:
            saved[language] = saved.get(language, 0.0) + saving
    return total, tuple(saved.items())


def _fit_of_letters(word: str) -> Fit:
    lower = word.lower()
    if lower in _OF_CATALOGUES and (word.isupper() or word[1:] == lower[1:]):
        return _SHORTENED, ()
    odd = 0.0
    if not (word == lower or word.isupper() or word[1:] == lower[1:]):
        odd = 1.0 + _ODD_CAPITAL * sum(
            before.islower() and after.isupper() for before, after in zip(word, word[1:], strict=False)
        )
    costs = _in_languages(lower)
    least = min(costs.values(), default=STRANGE * (len(lower) + 1))
    if not lower.isascii() and least > 4.0 * len(lower):
        bare = "".join([letter for letter in unicodedata.normalize("NFD", lower) if letter.isalpha()])
        if bare.isascii():
            accents = _ACCENT * sum(one != other for one, other in zip(lower, bare, strict=False))
            least = min(least, *(price + accents for price in _in_languages(bare).values()))
    other = least + _OTHER_LANGUAGE
    return other + odd, tuple((language, other - price) for language, price in costs.items() if price < other)


def _in_languages(lower: str) -> dict[int, float]:
    """Its cost in every language that has its first letter above ASCII."""
    numbers = _numbers_of(next((letter for letter in lower if letter > "\x7f"), "a"))
    if not numbers:
        return {}
    costs, strange = _side_by_side(numbers)
    pairs = [first + second for first, second in zip(f" {lower}", f"{lower} ", strict=True)]
    of_pairs = [costs.get(pair, strange) for pair in pairs]
    return dict(zip(numbers, map(sum, zip(*of_pairs, strict=True)), strict=True))


@cache
def _numbers_of(letter: str) -> tuple[int, ...]:
    """The languages that have a letter."""
    return tuple(number for number, table in enumerate(_tables()) if " " + letter in table)


@cache
def _side_by_side(numbers: tuple[int, ...]) -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
    """(what each pair of letters costs in these languages, what a strange one does)."""
    tables = [_tables()[number] for number in numbers]
    pairs = {pair for table in tables for pair in table}
    costs = {pair: tuple(table.get(pair, STRANGE) for table in tables) for pair in pairs}
    return costs, (STRANGE,) * len(numbers)


@cache
def _tables() -> list[dict[str, float]]:
    tables = []
    rows = iter(_TABLE.read_text(encoding="utf-8").splitlines())
    for head in rows:
        alphabet = head.partition("\t")[2]
        tables.append(
            {
                first + second: (ord(code) - 33) / 4
                for first in alphabet
                for second, code in zip(alphabet, next(rows), strict=True)
            }
        )
    return tables
