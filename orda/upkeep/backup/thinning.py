"""Which old backups are kept: the newest of each of the last days, weeks and months that have one."""

import datetime
import re
from collections.abc import Callable, Iterable
from pathlib import Path

NAME = "orda-{:%Y%m%d-%H%M%S}.tar.gz"
_NAMED = re.compile(r"orda-(\d{8}-\d{6})\.tar\.gz(\.age)?")


def made_at(name: str) -> datetime.datetime | None:
    """When a backup of this name was made; None for what is named otherwise."""
    found = _NAMED.fullmatch(name)
    try:
        return datetime.datetime.strptime(found[1], "%Y%m%d-%H%M%S") if found else None
    except ValueError:
        return None


def to_keep(
    moments: Iterable[datetime.datetime], days: int, weeks: int, months: int
) -> set[datetime.datetime]:
    """Of these moments those whose backups stay; the newest always."""
    newest_first = sorted(moments, reverse=True)
    periods: list[tuple[int, Callable[[datetime.datetime], object]]] = [
        (days, lambda at: at.date()),
        (weeks, lambda at: at.isocalendar()[:2]),
        (months, lambda at: (at.year, at.month)),
    ]
    kept = set(newest_first[:1])
    for number, period_of in periods:
        seen: set[object] = set()
        for at in newest_first:
            period = period_of(at)
            if period not in seen and len(seen) < number:
                seen.add(period)
                kept.add(at)
    return kept


def thin(folder: Path, days: int, weeks: int, months: int) -> list[Path]:
    """Deletes what is not kept, and names it. What is no backup by its name is not touched."""
    found = {path: at for path in folder.iterdir() if path.is_file() and (at := made_at(path.name))}
    kept = to_keep(found.values(), days, weeks, months)
    gone = sorted(path for path, at in found.items() if at not in kept)
    for path in gone:
        path.unlink()
    return gone
