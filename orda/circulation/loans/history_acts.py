"""What happened at the desks of a history: each act in the words of whoever tells it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from orda.circulation.loans.models import Place

Moment = datetime.datetime


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A reader took a copy."""

    barcode: str
    reader_id: int
    library_id: int
    at: Moment
    place: str = Place.HOME


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """Somebody brought a copy back."""

    barcode: str
    library_id: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Renewed:
    """A loan was made longer."""

    barcode: str
    library_id: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Aside:
    """Something else that was done meanwhile with a copy and a reader; it finds everything before it written."""

    barcode: str
    reader_id: int
    library_id: int
    at: Moment
    do: Callable[[], object]


Act = Borrowed | BroughtBack | Renewed | Aside
