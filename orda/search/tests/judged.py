"""How well Kazakh is read, by sets that others made (`sets/README.md`); for the tests and the benchmark."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from orda.search.words import stems

SETS = Path(__file__).with_name("sets")


@dataclass(frozen=True)
class Judged:
    """`meet`: per cent of words in another form that meet their dictionary word; `apart`: per cent of dictionary words
    that meet another."""

    words: int
    meet: float
    lemmas: int
    apart: float


def running_text(halves: str = "ab", *, nominals: bool = True) -> Judged:
    """Nouns, adjectives and names of a text (or every word of it); a word counts as often as it stands there."""
    forms: dict[tuple[str, str], int] = {}
    lemmas = set()
    for word, lemma, kind, *times in _rows("running_text.tsv"):
        count = sum(int(one) for half, one in zip("ab", times, strict=True) if half in halves)
        if count and (kind == "n" or not nominals):
            lemmas.add(lemma)
            if word != lemma:
                forms[word, lemma] = forms.get((word, lemma), 0) + count
    total = sum(forms.values())
    met = sum(count for (word, lemma), count in forms.items() if meet(word, lemma))
    return Judged(total, 100 * met / total, len(lemmas), _per_cent(meeting(lemmas), lemmas))


def dictionary() -> Judged:
    """Nouns in every form, from a dictionary."""
    forms = [(word, noun) for noun, of in _rows("forms_of_nouns.tsv") for word in of.split()]
    nouns = [noun for noun, _of in _rows("forms_of_nouns.tsv")]
    met = [pair for pair in forms if meet(*pair)]
    return Judged(len(forms), _per_cent(met, forms), len(nouns), _per_cent(meeting(nouns), nouns))


def hard_pairs() -> list[tuple[str, str]]:
    """Two nouns of which one begins with the other: қала, қалам."""
    nouns = sorted({noun for noun, _of in _rows("forms_of_nouns.tsv") if len(noun) > 1})
    return [(one, other) for one in nouns for other in nouns if one != other and other.startswith(one)]


def all_forms() -> list[str]:
    return [word for _noun, of in _rows("forms_of_nouns.tsv") for word in of.split()]


def text_words() -> list[str]:
    """The running text, word by word, as often as each stands there."""
    return [row[0] for row in _rows("running_text.tsv") for _time in range(int(row[3]) + int(row[4]))]


def meet(one: str, other: str) -> bool:
    return not stems(one).isdisjoint(stems(other))


def meeting(lemmas: Iterable[str]) -> set[str]:
    """Those that share a stem with another."""
    under: dict[str, set[str]] = defaultdict(set)
    for lemma in lemmas:
        for stem in stems(lemma):
            under[stem].add(lemma)
    return {lemma for of in under.values() if len(of) > 1 for lemma in of}


def _rows(name: str) -> list[list[str]]:
    lines = (SETS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _per_cent(part: Collection[object], whole: Collection[object]) -> float:
    return 100 * len(part) / len(whole)
