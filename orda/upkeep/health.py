"""Whether the house's own work is done: the night's work, backups, its processes, its disk."""

import datetime
import shutil
import time
from collections.abc import Iterator

from django.conf import settings

from orda.network import runs, supervisor
from orda.network.health import Trouble, looks_after
from orda.network.models import Unit

TOO_LONG = datetime.timedelta(hours=36)
HOUR = 3600
LEAST_FREE = 500_000_000  # bytes


@looks_after("nightly")
def nightly() -> Iterator[Trouble]:
    """The night's work is done every night, once there is a library."""
    last = runs.last(runs.NIGHTLY)
    if last is None:
        if Unit.objects.exists() and settings.DEMO_YEAR is None:
            yield Trouble("nightly", "has never run: put `orda nightly` into the machine's timetable")
    elif not last.well:
        yield Trouble("nightly", "went wrong the last time; the log says why")
    elif runs.age(last) > TOO_LONG:
        yield Trouble("nightly", f"last ran {_ago(runs.age(last))}")


@looks_after("backup")
def backup() -> Iterator[Trouble]:
    """Asked for by the setting, or made by hand before: then it is missed."""
    last = runs.last(runs.BACKUP)
    if last is None:
        if settings.BACKUP_FOLDER:
            yield Trouble("backup", "none was made yet")
    elif not last.well:
        yield Trouble("backup", "the last one went wrong; the log says why")
    elif settings.BACKUP_FOLDER and runs.age(last) > TOO_LONG:
        yield Trouble("backup", f"the last one was made {_ago(runs.age(last))}")


@looks_after("processes")
def processes() -> Iterator[Trouble]:
    returns = supervisor.returns(settings.DATA_DIR, time.time() - HOUR)
    if returns:
        latest = max(returns, key=lambda one: float(str(one["at"])))
        yield Trouble(
            "processes",
            f"{len(returns)} came back in the last hour, the latest {latest['name']} ({latest['why']})",
        )


@looks_after("disk")
def disk() -> Iterator[Trouble]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        yield Trouble("disk", f"{free // 1_000_000:,} MB are free")


def _ago(age: datetime.timedelta) -> str:
    return f"{age.days} days ago" if age.days > 1 else f"{age.seconds // HOUR + 24 * age.days} hours ago"
