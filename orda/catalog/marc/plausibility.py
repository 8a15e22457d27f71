"""How much a word looks like one of some language: the proof of the character set in which it was read.

The cost of a word is the negative logarithm of its chance, letter after letter, in the language it fits best
(`orda/catalog/data/letter_pairs.txt`, made by make_letter_pairs.py). Costs of the same bytes read in two sets are
compared; a difference of 5 is a chance of 1 in 150.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "data" / "letter_pairs.txt"
STRANGE = 9.0  # a letter or a sign that no language has there
_SIGN = 6.0  # at the edge of a word; inside one it is strange
_ODD_CAPITAL = 4.0  # a capital after a small letter
_ACCENT = 4.0  # on a letter that no language here writes with it (romanized Arabic, say)
_SIGNS = frozenset("«»„“”‘’‚‹›–—…№§©®°•·\xa0±×ª²³¹º½¼¾¡¿£€µ\x88\x89")
# What volumes and imprints are called, shortened: hardly a language's words, and the whole text of many a title.
_OF_CATALOGUES = frozenset(
    "вып выпуск т том тт ч часть кн книга сб изд ред сост пер стр ил гл бөл бөлім шығ кіт кітап".split()
)
_SHORTENED = 3.0
_OF_WORDS = dict.fromkeys("'-", 2.0) | dict.fromkeys("ʹʺʼʻ’", 3.0) | dict.fromkeys("\ufe20\ufe21", 2.5)


@lru_cache(100_000)
def cost(word: str) -> float:
    """What a word costs, in natural logarithms: 2 to 3 a letter for real words, 5 and more for a wrong reading."""
    if word.isalpha() and _OF_WORDS.keys().isdisjoint(word):
        return _cost_of_letters(word)
    total = 0.0
    letters = ""
    for at, sign in enumerate(word):
        if sign in _OF_WORDS:
            total += _OF_WORDS[sign]
        elif sign.isalpha() and sign not in "ªº":
            letters += sign
        elif unicodedata.combining(sign):
            total += _ACCENT
        else:
            inside = word[at - 1 : at].isalpha() and word[at + 1 : at + 2].isalpha()
            total += _SIGN if sign in _SIGNS and not inside else STRANGE
            total += _cost_of_letters(letters) if letters else 0.0
            letters = ""
    return total + (_cost_of_letters(letters) if letters else 0.0)


def _cost_of_letters(word: str) -> float:
    lower = word.lower()
    if lower in _OF_CATALOGUES and (word.isupper() or word[1:] == lower[1:]):
        return _SHORTENED
    odd = 0.0
    if not (word == lower or word.isupper() or word[1:] == lower[1:]):
        odd = 1.0 + _ODD_CAPITAL * sum(
            before.islower() and after.isupper() for before, after in zip(word, word[1:], strict=False)
        )
    least = _cost_in_tables(lower)
    if not lower.isascii() and least > 4.0 * len(lower):
        bare = "".join([letter for letter in unicodedata.normalize("NFD", lower) if letter.isalpha()])
        if bare.isascii():
            accents = sum(one != other for one, other in zip(lower, bare, strict=False))
            least = min(least, _cost_in_tables(bare) + _ACCENT * accents)
    return least + odd


def _cost_in_tables(lower: str) -> float:
    """In the language that it fits best."""
    pairs = [first + second for first, second in zip(f" {lower}", f"{lower} ", strict=True)]
    least = STRANGE * len(pairs)
    for table in _tables_of(next((letter for letter in lower if letter > "\x7f"), "a")):
        get = table.get
        least = min(least, sum([get(pair, STRANGE) for pair in pairs]))
    return least


@cache
def _tables_of(letter: str) -> list[dict[str, float]]:
    """The languages that have a letter."""
    return [table for table in _tables() if " " + letter in table]


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
