"""Numbers that stand on enough loans to be told: the others go together, so that none can be reckoned back."""

from collections import Counter
from typing import Any

from django.conf import settings

REST = "…"  # the part of what is few


def told_apart(loans: Counter[Any]) -> frozenset[Any] | None:
    """The parts that are told for themselves; the others go together. None: even together they are too few.

    A number stands on as many loans at least as a group must have readers (ORDA_SMALLEST_GROUP): who borrowed is
    forgotten, and fewer may be one child's. Where the few are too few even together, the next larger part joins them.
    Source: law № 94-V; complementary suppression as statistical offices practise it.
    """
    least = settings.SMALLEST_GROUP
    if loans.total() < least:
        return None
    together = {part for part, many in loans.items() if 0 < many < least or part == REST}
    few = sum(loans[part] for part in together)
    for part, many in sorted(loans.items(), key=lambda one: (one[1], str(one[0]))):
        if not 0 < few < least:
            break
        if part not in together:
            together.add(part)
            few += many
    return frozenset(loans) - together


def put_together(loans: Counter[Any], apart: frozenset[Any]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for part, many in loans.items():
        found[part if part in apart else REST] += many
    return found
