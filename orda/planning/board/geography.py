"""The board's map: libraries where they lie, as circles of an SVG. No tiles and no outside address: a scheme."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.planning.board.plots import Size
from orda.planning.year.standing import Standing

MAP = Size(960, 620, left=60, foot=60, head=60, right=60)
LARGEST, SMALLEST = 44.0, 9.0  # radii
KM_A_DEGREE = 111.32
LEAST_SPAN = 2.0  # kilometres: a single library does not fill the map


@dataclass(frozen=True)
class Place:
    """A library's circle: its area is its amount beside the greatest."""

    standing: Standing
    x: float
    y: float
    radius: float

    @property
    def sign_at(self) -> tuple[float, float]:
        """The upper left corner of the sign of its state, at the circle's upper right."""
        apart = self.radius * 0.71
        return round(self.x + apart - 4, 1), round(self.y - apart - 18, 1)

    @property
    def label_at(self) -> float:
        return round(self.y + self.radius + 15, 1)


@dataclass(frozen=True)
class Scheme:
    """Places, the largest first so that a small one lies on top; libraries that lie nowhere; a measure of length."""

    size: Size
    places: tuple[Place, ...]
    without_place: tuple[Standing, ...]
    kilometres: int
    length: float


def scheme_of(found: Sequence[Standing], size: Size = MAP) -> Scheme:
    """North is up; a degree of longitude is shortened as it is on this latitude."""
    placed = [(one, *one.place) for one in found if one.place is not None]
    nowhere = tuple(one for one in found if one.place is None)
    if not placed:
        return Scheme(size, (), nowhere, 0, 0)
    latitudes = [latitude for _one, latitude, _longitude in placed]
    longitudes = [longitude for _one, _latitude, longitude in placed]
    middle = (max(latitudes) + min(latitudes)) / 2, (max(longitudes) + min(longitudes)) / 2
    across = KM_A_DEGREE * math.cos(math.radians(middle[0]))
    wide = max((max(longitudes) - min(longitudes)) * across, LEAST_SPAN)
    high = max((max(latitudes) - min(latitudes)) * KM_A_DEGREE, LEAST_SPAN)
    a_kilometre = min(size.inner_width / wide, (size.base - size.head) / high)
    centre = size.left + size.inner_width / 2, size.head + (size.base - size.head) / 2
    most = max((float(one.amount or 0) for one, _latitude, _longitude in placed), default=0.0)
    places = [
        Place(
            one,
            round(centre[0] + (longitude - middle[1]) * across * a_kilometre, 1),
            round(centre[1] - (latitude - middle[0]) * KM_A_DEGREE * a_kilometre, 1),
            _radius(one.amount, most),
        )
        for one, latitude, longitude in placed
    ]
    kilometres = _round_length(size.inner_width / a_kilometre / 6)
    return Scheme(
        size,
        tuple(sorted(places, key=lambda place: -place.radius)),
        nowhere,
        kilometres,
        round(kilometres * a_kilometre, 1),
    )


def _radius(amount: Decimal | int | None, most: float) -> float:
    share = float(amount or 0) / most if most > 0 else 0.0
    return round(max(SMALLEST, LARGEST * math.sqrt(max(0.0, share))), 1)


def _round_length(kilometres: float) -> int:
    """1, 2 or 5 times a power of ten, no more than asked and at least one kilometre."""
    if kilometres < 1:
        return 1
    power = 10 ** math.floor(math.log10(kilometres))
    return int(next(step * power for step in (5, 2, 1) if step * power <= kilometres))
