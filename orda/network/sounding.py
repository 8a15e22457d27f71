"""One spelling for names however they are written: Kazakh, Russian or Latin letters, an ASCII keyboard."""

import re
import unicodedata

from orda.network.folding import fold_name

_LATIN_OF = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "j", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s"),
            *("t", "u", "f", "h", "ts", "c", "s", "s", "", "i", "", "e", "iu", "ia"),
        ),
        strict=True,
    )
)
# What Latin spellings of the same sound become: the longest first.
_ALIKE = (
    *(("sch", "s"), ("sh", "s"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ch", "c")),
    *(("dj", "j"), ("q", "k"), ("w", "u"), ("x", "h"), ("y", "i"), ("ı", "i"), ("ə", "a")),
)
_REPEATED = re.compile(r"([^0-9])\1+")
_WORD = re.compile(r"[^\W_]+")


def name_key(text: str) -> str:
    """A name as it sounds, in plain Latin letters: «Айгүл», «Айгуль» and "Aigul" are one.

    Words are parted by single spaces. Digits stay as they are.
    """
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a text in the common spelling, in their order; a word of nothing but signs is none."""
    found = (_sounding(word) for word in _WORD.findall(fold_name(text)))
    return [word for word in found if word]


def _sounding(word: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    # Latin letters first: the "sh" of «Асхат» is two sounds, that of "Quanysh" is one.
    for written, sound in _ALIKE:
        bare = bare.replace(written, sound)
    latin = "".join(_LATIN_OF.get(letter, letter) for letter in bare)
    return _REPEATED.sub(r"\1", latin)
