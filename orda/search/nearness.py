"""What a misspelt word may have been meant to be."""

from collections.abc import Iterable

# Letters put in, left out, changed, or changed about with the next.
from rapidfuzz.distance.OSA import distance

from orda.network.folding import fold_letters


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
