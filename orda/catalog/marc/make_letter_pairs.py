"""Makes `orda/catalog/data/letter_pairs.txt`: how usual each pair of letters is in a language, off texts that every
installation has (the translations of Django and of Orda, the names of CLDR in Babel). Run after a change of the list:
`python -m orda.catalog.marc.make_letter_pairs`.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import babel
import django
from babel.messages.pofile import read_po

import orda

# Django's code of a language -> Babel's; those whose books come in an eight-bit set.
LANGUAGES = {
    **{code: code for code in "kk ru uk be sr mk bg ky mn tg".split()},
    **{code: code for code in "en fr de es it pt nl da sv nb fi et lv lt pl cs".split()},
    **{code: code for code in "sk hu ro hr sl sq tr is ga ca".split()},
    "sr_Latn": "sr_Latn",
}  # fmt: skip
RARE = {
    "kk": "һёщ",
    "fr": "œæÿëï",
    "cs": "ťó",
    "sk": "ĺŕôď",
    "de": "é",
    "es": "ç",
    "it": "é",
}  # letters of a language that its texts here happen not to have
CYRILLIC = frozenset("kk ru uk be sr mk bg ky mn tg".split())
OUT = Path(orda.__file__).parent / "catalog" / "data" / "letter_pairs.txt"
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORDS = re.compile(r"%\([^)]*\)\w|%\w|\{[^}]*\}|<[^>]*>|&\w+;")


def main() -> None:
    with OUT.open("w", encoding="utf-8") as file:
        for language in LANGUAGES:
            _write(file, language, Counter(word for text in _texts(language) for word in _words(text)))


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(_NO_WORDS.sub(" ", text)) if word.isalpha())


def _texts(language: str) -> Iterator[str]:
    roots = [
        Path(django.__file__).parent,
        *([Path(orda.__file__).parent] if language in ("ru", "kk") else ()),
    ]
    for root in roots:
        for path in sorted(root.glob(f"**/locale/{language}/LC_MESSAGES/*.po")):
            with path.open("rb") as file:
                for message in read_po(file):
                    if message.id:
                        yield (
                            message.string
                            if isinstance(message.string, str)
                            else " ".join(message.string or ())
                        )
    yield from _names(babel.Locale.parse(LANGUAGES[language]))


def _names(locale: babel.Locale) -> Iterator[str]:
    for names in (locale.territories, locale.languages, locale.scripts, locale.currencies):
        yield from names.values()


def _write(file: TextIO, language: str, words: Counter[str]) -> None:
    letters: defaultdict[str, float] = defaultdict(float)
    pairs: defaultdict[str, float] = defaultdict(float)
    for word, times in words.items():
        weight = 1 + math.log(times)  # a text of screens says few words very often
        for letter in word:
            letters[letter] += weight
        for pair in zip(f" {word}", f"{word} ", strict=True):
            pairs["".join(pair)] += weight
    least = sum(letters.values()) / 20_000
    known = {letter for letter, times in letters.items() if times >= least and _of_script(letter, language)}
    alphabet = " " + "".join(sorted(known | set(RARE.get(language, ""))))
    total = sum(letters[letter] for letter in alphabet) + sum(words.values()) / 4
    file.write(f"{language}\t{alphabet}\n")
    for first in alphabet:
        after = sum(pairs[first + second] for second in alphabet) + 1
        row = ""
        for second in alphabet:
            alone = (letters[second] + 1) / total if second != " " else 0.12
            share = 0.9 * pairs[first + second] / after + 0.1 * alone
            row += chr(33 + min(round(-4 * math.log(share)), 60))
        file.write(row + "\n")


def _of_script(letter: str, language: str) -> bool:
    return (
        "\u0400" <= letter <= "\u04ff" if language in CYRILLIC else letter < "\u0250" and letter not in "ªº"
    )


if __name__ == "__main__":
    main()
