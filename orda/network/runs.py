"""When the house last did its own work, and what became of it: the night's work, backups, the index made anew.

A run is noted at its end. One that was killed notes nothing: that the last one is too long ago tells it.
"""

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils import timezone

from orda.network.models import Run

NIGHTLY, REMIND, BACKUP, RESTORE, INDEX = "nightly", "remind", "backup", "restore", "index"
KEPT = datetime.timedelta(days=400)


@dataclass
class Told:
    """What a run says of itself in the end."""

    said: str = ""
    well: bool = True


@contextmanager
def noted(what: str, *, faults: bool = True) -> Iterator[Told]:
    """A run of this work: its end is noted, and a fault that ends it (unless a person sees that themselves)."""
    started, told = time.monotonic(), Told()
    try:
        yield told
    except BaseException as fault:
        told.well, told.said = False, told.said or f"{type(fault).__name__}: {fault}"
        if faults:
            with suppress(DatabaseError):  # the fault itself says more
                note(what, told, time.monotonic() - started)
        raise
    note(what, told, time.monotonic() - started)


def note(what: str, told: Told, seconds: float) -> Run:
    now = timezone.now()  # the machine's own clock, in the demo too
    Run.objects.filter(what=what, ended_at__lt=now - KEPT).delete()
    return Run.objects.create(
        what=what, ended_at=now, seconds=seconds, well=told.well, said=" ".join(told.said.split())[:500]
    )


def last(what: str, *, well: bool | None = None) -> Run | None:
    """The last run of this work, of those that ended well or badly if asked; None when there is none."""
    found = Run.objects.filter(what=what)
    if well is not None:
        found = found.filter(well=well)
    return found.order_by("-ended_at").first()


def age(run: Run) -> datetime.timedelta:
    return timezone.now() - run.ended_at
