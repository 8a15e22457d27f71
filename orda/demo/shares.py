"""Split whole numbers without losing one: over libraries, over days."""

import datetime
import random
from collections.abc import Mapping, Sequence

from orda.planning.year.working_year import quarter_days, quarter_of, working_year

# How lively a weekday is at a children's desk, Monday first; the libraries are shut on Sundays.
_WEEKDAYS = (1.0, 1.1, 1.1, 1.1, 1.2, 0.7, 0.0)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of `total` in proportion to `weights`; they add up to it exactly (largest remainders)."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def spread(
    total: int, days: Sequence[datetime.date], seasons: Mapping[int, float], rng: random.Random
) -> list[int]:
    """`total` over open days by the seasons of the plan (quarter -> share), weekdays and chance; it adds up exactly."""
    if not days:
        return []
    year = working_year(days[0].year, None)
    # A quarter that is not over yet takes its share of its days, not all of the quarter at once.
    open_days = {quarter: year.between(*quarter_days(year.year, quarter)) for quarter in range(1, 5)}
    weights = [
        seasons[quarter_of(day)]
        / open_days[quarter_of(day)]
        * _WEEKDAYS[day.weekday()]
        * rng.uniform(0.6, 1.4)
        for day in days
    ]
    return _evenly(total, weights, rng)


def _evenly(total: int, weights: Sequence[float], rng: random.Random) -> list[int]:
    """Whole parts that add up to `total`, none far from its share so far: few things fall all over the year, while
    largest remainders would give them all to its liveliest days."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts, so_far, given, offset = [], 0.0, 0, rng.random()
    for weight in weights:
        so_far += weight
        now = min(int(total * so_far / whole + offset), total)
        parts.append(now - given)
        given = now
    parts[-1] += total - given  # what rounding left out
    return parts
