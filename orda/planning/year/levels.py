"""How far a page tells libraries apart: each alone in a city, by the next level's units in a region or republic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from orda.network.models import Unit


@dataclass(frozen=True)
class Branch:
    """A library, or a unit above some, with those of its libraries that are counted."""

    unit: Unit
    libraries: tuple[Unit, ...]

    @cached_property
    def ids(self) -> list[int]:
        return [one.pk for one in self.libraries]

    @cached_property
    def by_cohort(self) -> Mapping[str, Sequence[int]]:
        """Ids of its libraries, cohort by cohort."""
        found: dict[str, list[int]] = {}
        for one in self.libraries:
            found.setdefault(one.cohort, []).append(one.pk)
        return found

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude: its own, else the middle of its libraries'."""
        known = [one for one in (self.unit, *self.libraries) if one.latitude is not None]
        known = known[:1] if known and known[0] == self.unit else known
        if not known:
            return None
        return (
            fmean(float(one.latitude or 0) for one in known),
            fmean(float(one.longitude or 0) for one in known),
        )


@dataclass(frozen=True)
class Level:
    """`units`: library -> the unit of the level that holds it (itself, where there is no level between).

    `places`: library -> the library that stands for all of its unit and cohort; None where each stands alone.
    """

    units: Mapping[int, Unit]
    places: Mapping[int, int] | None

    def branches(self, libraries: Sequence[Unit]) -> list[Branch]:
        """Libraries by the units of the level, in the order of the tree."""
        found: dict[int, tuple[Unit, list[Unit]]] = {}
        for one in libraries:
            unit = self.units.get(one.pk, one)
            found.setdefault(unit.pk, (unit, []))[1].append(one)
        return [Branch(unit, tuple(held)) for unit, held in found.values()]


def level_below(top: Unit | None, libraries: Sequence[Unit]) -> Level:
    """The first level below a unit on which its libraries part; libraries elsewhere are told apart by cohort alone."""
    inside = [one for one in libraries if top is None or one.path.startswith(top.path)]
    above = [one.path.split("/")[1:-2] for one in inside]
    shared = 0
    while above and all(len(ids) > shared and ids[shared] == above[0][shared] for ids in above):
        shared += 1
    of_level = {one.pk: int(one.path.split("/")[1 + shared]) for one in inside}
    known = {one.pk: one for one in inside}
    known |= Unit.objects.in_bulk([pk for pk in set(of_level.values()) if pk not in known])
    stand: dict[tuple[int, str], int] = {}
    places = {one.pk: stand.setdefault((of_level.get(one.pk, 0), one.cohort), one.pk) for one in libraries}
    alone = len(stand) == len(places)
    return Level({pk: known[unit] for pk, unit in of_level.items()}, None if alone else places)
