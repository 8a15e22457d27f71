"""A light stemmer for Kazakh: endings of number, possession and case come off, the last letter goes back.

It works on folded text (orda.network.folding), so that a word typed without Kazakh letters meets the word in the
record. Endings are kept with the sounds they may follow, by the rules of assimilation: «-тан» only after a
voiceless consonant, «-дан» after a vowel or л р й у з ж, «-нан» after м н ң. That is what saves «аптека» from
losing «-ка» and «роман» from losing «-ман». Nothing that makes a new word (-лық, -шы, -дай) is taken off.
"""

from functools import lru_cache
from typing import NamedTuple

VOWELS = frozenset("аеиоуыэюя")
BACK, FRONT = frozenset("ы"), frozenset("еэ")  # after folding the other vowels may be either
VOICELESS = frozenset("пткфхсцчшщ" + "бгд")  # б г д are heard voiceless at the end of a loan word
SONORANT = frozenset("лрйузж")
NASAL = frozenset("мн")  # н stands for ң too
GLIDE = frozenset("й")


class Ending(NamedTuple):
    letters: str
    after: frozenset[str]
    shortest: int  # letters that must be left


def _endings(after: frozenset[str], letters: str, shortest: int = 3) -> list[Ending]:
    return [Ending(one, after, shortest) for one in letters.split()]


_CONSONANTS = frozenset("бвгджзйклмнпрстуфхцчшщ")
_THIRD = frozenset("ыи")

# «қаладағы», «мектептегі»: what is there; comes off before case.
_PLACE = (
    _endings(VOWELS | SONORANT | NASAL, "дагы деги")
    + _endings(VOICELESS, "тагы теги")
    + _endings(_THIRD, "ндагы ндеги")
)
_CASE = (
    _endings(VOWELS | NASAL, "нын нин")
    + _endings(SONORANT, "дын дин ды ди")
    + _endings(VOICELESS, "тын тин ты ти")
    + _endings(VOWELS, "ны ни")
    + _endings(NASAL, "ды ди")
    + _endings(VOWELS | SONORANT | NASAL, "га ге", 3)
    + _endings(VOICELESS, "ка ке")
    + _endings(VOWELS | SONORANT | NASAL, "да де")
    + _endings(VOICELESS, "та те")
    + _endings(VOWELS | SONORANT, "дан ден")
    + _endings(VOICELESS, "тан тен")
    + _endings(NASAL | _THIRD, "нан нен")
    + _endings(VOICELESS, "пен")
    + _endings(frozenset("зж"), "бен")
    + _endings(VOWELS | SONORANT | NASAL, "мен")
    # after «his»: кітабында, кітабына, кітабын
    + _endings(frozenset("ы"), "нда на н", 2)
    + _endings(frozenset("и"), "нде не н", 2)
)
_POSSESSION = (
    _endings(_CONSONANTS, "ымыз имиз ыныз иниз", 2)
    + _endings(VOWELS, "мыз миз ныз низ")
    + _endings(_CONSONANTS, "ым им ын ин", 2)
    + _endings(frozenset("аеоуюяэ"), "сы си")
    + _endings(_THIRD, "сы си", 4)
    + _endings(_CONSONANTS | frozenset("аеиоуюя"), "ы и", 2)
)
_PLURAL = (
    _endings(VOWELS | frozenset("рйу"), "лар лер")
    + _endings(NASAL | frozenset("лзж"), "дар дер")
    + _endings(VOICELESS, "тар тер")
)
# «ертегі», «оқушы» end as «кітабы» does and lose their last letter; so must «ертегілер», once it is «ертегі».
_LAST = _endings(_CONSONANTS | frozenset("аеиоуюя"), "ы и", 2)
_ORDER = tuple(
    tuple(sorted(kind, key=lambda ending: -len(ending.letters)))
    for kind in (_PLACE, _CASE, _POSSESSION, _PLURAL, _LAST)
)

# What looks like an ending and is the word itself; and «-стан» of countries and of «дастан».
_WHOLE = frozenset(
    "ана ата апа ага ине ени ини иси еки алты жети жылкы кала бала дала ауа ару кару кару сару жару "
    "адам роман туман заман орман арман курман роман дарын алтын бутин бурын кейин отин тутин катын "
    "жарым билим гылым олим илим курылым тагам сурет кыркын жакын толкын кургын тиын куйын ойын дуйын "
    "киыр ерин келин екин егин берин терен орын мурын карын жалын касын балын торын акын".split()
)


def _may_lose(stem: str, ending: Ending) -> bool:
    if len(stem) < ending.shortest or stem[-1] not in ending.after:
        return False
    vowels = [letter for letter in stem if letter in VOWELS]
    if not vowels or (len(stem) < 3 and stem[0] not in VOWELS):
        return False
    first = next((letter for letter in ending.letters if letter in VOWELS), "")
    if first in ("ы", "а"):
        return vowels[-1] not in FRONT
    return not (first in ("и", "е") and vowels[-1] in BACK)


def _without(word: str, kind: tuple[Ending, ...]) -> str:
    if word in _WHOLE or word.endswith("стан"):
        return word
    for ending in kind:
        if word.endswith(ending.letters) and _may_lose(word[: -len(ending.letters)], ending):
            return word[: -len(ending.letters)]
    return word


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one folded word: «китабынан» → «китап», «мектептерге» → «мектеп»."""
    for kind in _ORDER:
        word = _without(word, kind)
    return word[:-1] + _VOICED.get(word[-1], word[-1]) if len(word) > 2 else word


# Final mutation: кітап — кітабы, тарақ — тарағы, күрек — күрегі.
_VOICED = {"б": "п", "г": "к"}
