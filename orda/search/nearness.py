"""How near two words are, and what a misspelt one may have been meant to be."""

from collections.abc import Iterable

from orda.network.folding import fold_letters


def distance(one: str, other: str) -> int:
    """Letters put in, left out, changed, or changed about with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        two_before, before = before, row
        row = [place + 1]
        for at, another in enumerate(other):
            best = min(before[at] + (letter != another), before[at + 1] + 1, row[at] + 1)
            if place and at and letter == other[at - 1] and another == one[place - 1]:
                best = min(best, two_before[at - 1] + 1)
            row.append(best)
    return row[-1]


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that is nearest to a word, the first of equals; "" where none is near. Kazakh letters differ from
    Russian ones only where nothing else does."""
    folded = fold_letters(word)
    most = max(2, len(word) // 3)
    near = [
        (distance(folded, fold_letters(one)), one)
        for one in dict.fromkeys(candidates)
        if abs(len(one) - len(word)) <= most
    ]
    least, found = min(near, key=lambda pair: pair[0], default=(most + 1, ""))
    return found if least <= most else ""
