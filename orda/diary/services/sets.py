"""Combinations of dimension values: checked against the registry, kept once, remembered by the process."""

from collections.abc import Mapping

from django.db import transaction

from orda.diary.measures import DIMENSIONS, MEASURES
from orda.diary.models import DimensionSet
from orda.diary.queries.quantities import forget_sets
from orda.diary.refusals import UnknownDimension, UnknownMeasure

Values = Mapping[str, str]
LONGEST_VALUE = 60

_known_sets: dict[tuple[str, frozenset[tuple[str, str]]], int] = {}


def dimension_set_id(measure: str, values: Values) -> int:
    """The id of this combination of dimension values, checked against the registry and made when new."""
    known = (measure, frozenset(values.items()))
    found = _known_sets.get(known)
    if found is None:
        _check(measure, values)
        key = ";".join(f"{name}={value}" for name, value in sorted(values.items()))
        found = DimensionSet.objects.get_or_create(key=key, defaults={"values": dict(values)})[0].pk
        made = found
        # Kept only once it is surely there: a rolled-back transaction takes its new row with it.
        transaction.on_commit(lambda: _known_sets.__setitem__(known, made))
    return found


def forget_known_sets() -> None:
    """Empties the cache of combinations (tests, and a process that changes its database)."""
    _known_sets.clear()
    forget_sets()


def _check(measure: str, values: Values) -> None:
    if measure not in MEASURES:
        raise UnknownMeasure(measure=measure)
    for name, value in values.items():
        allowed = name in MEASURES[measure].dimensions
        codes = DIMENSIONS[name].values if allowed else None
        if not allowed or not _a_code(value) or (codes is not None and value not in codes):
            raise UnknownDimension(measure=measure, dimension=name, value=value)


def _a_code(value: str) -> bool:
    return 0 < len(value) <= LONGEST_VALUE and value.isprintable() and ";" not in value
