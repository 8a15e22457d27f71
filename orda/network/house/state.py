"""The state of the house: facts, each with plain advice where something is to be done. Rooms tell theirs
(`house_state.py`, found at the start); a room that fails to tell is itself a fact."""

import datetime
import logging
import platform
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from orda.network import clock, runs
from orda.network.calendar.queries import known_until, year_to_look_over
from orda.network.queries import root

GOOD, WARN, BAD = "good", "warn", "bad"
_log = logging.getLogger(__name__)
_MB, _GB = 1_000_000, 1_000_000_000
A_NIGHT_AND_MORE = datetime.timedelta(hours=26)


@dataclass(frozen=True)
class Fact:
    """`level`: good, warn, bad. `advice`: what to do, where not good."""

    name: str
    value: str
    level: str = GOOD
    advice: str = ""


Told = Callable[[], Iterable[Fact]]
_TOLD: list[Told] = []


def tells_state(told: Told) -> Told:
    """Registers what a room says of its own state, for the whole house."""
    _TOLD.append(told)
    return told


def facts() -> list[Fact]:
    """All of them, what is bad first."""
    found = [*_own(), *(fact for told in _TOLD for fact in _asked(told))]
    return sorted(found, key=lambda fact: [BAD, WARN, GOOD].index(fact.level))


def _asked(told: Told) -> list[Fact]:
    try:
        return list(told())
    except Exception as error:  # the page that tells of faults must not fall by one
        _log.exception("a room did not tell its state")
        module = told.__module__.split(".")[1]
        return [Fact(module, type(error).__name__, BAD, _("This part did not answer; the log says why."))]


def _own() -> Iterable[Fact]:
    yield Fact(
        _("Version"), f"Orda {version()} · Django {django.__version__} · Python {platform.python_version()}"
    )
    yield from _asked(_database)
    yield from _asked(_disk)
    yield from _asked(_runs)
    yield from _asked(_holidays)
    yield from _asked(_safety)


def version() -> str:
    try:
        return metadata.version("orda")
    except metadata.PackageNotFoundError:
        return "?"


def _database() -> Iterable[Fact]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
            release, size = cursor.fetchone()
            name = "PostgreSQL"
        else:
            cursor.execute(
                "SELECT sqlite_version(), (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)"
            )
            release, size = cursor.fetchone()
            name = "SQLite"
    yield Fact(_("Database"), f"{name} {str(release).split()[0]} · {in_megabytes(size)}")


def _disk() -> Iterable[Fact]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    free, share = usage.free, usage.free / usage.total
    told = _("%(free)s free of %(all)s") % {"free": in_megabytes(free), "all": in_megabytes(usage.total)}
    if free < _GB or share < 0.03:
        yield Fact(_("Disk"), told, BAD, _("Make room now: when it is full, no loan can be written."))
    elif free < 5 * _GB or share < 0.1:
        yield Fact(_("Disk"), told, WARN, _("Make room soon: old backups and logs first."))
    else:
        yield Fact(_("Disk"), told)


def in_megabytes(size: float) -> str:
    return f"{size / _GB:.1f} GB" if size >= _GB else f"{size / _MB:.0f} MB"


def _runs() -> Iterable[Fact]:
    yield _run(
        runs.NIGHTLY,
        _("Last nightly run"),
        _("Let the machine's timetable run `orda nightly` every night."),
    )
    yield _run(
        runs.REMIND,
        _("Last reminders"),
        _("Let the machine's timetable run `orda remind` every hour."),
    )
    backup = _run(
        runs.BACKUP, _("Last backup"), _("Make a backup every night, and keep it on another machine.")
    )
    restored = runs.last(runs.RESTORE, well=True)
    if restored is None:
        yield backup
        return
    when = timezone.localtime(restored.ended_at).strftime("%d.%m.%Y %H:%M")
    yield Fact(_("The house was put back from a backup"), when)
    # A house that was just put back has its copy; it is told to make another soon, and not that there was never one.
    never = runs.last(runs.BACKUP) is None
    yield Fact(backup.name, _("none since the house was put back"), WARN, backup.advice) if never else backup


def _run(what: str, name: str, advice: str) -> Fact:
    run = runs.last(what)
    if run is None:
        return Fact(name, _("never"), BAD if what == runs.BACKUP else WARN, advice)
    when = timezone.localtime(run.ended_at).strftime("%d.%m.%Y %H:%M")
    if not run.well:
        return Fact(name, when, BAD, _("It broke off: %(why)s") % {"why": run.said})
    if runs.age(run) > A_NIGHT_AND_MORE:
        return Fact(name, when, BAD, advice)
    return Fact(name, when)


def _holidays() -> Iterable[Fact]:
    top, today = root(), clock.today()
    if top is None:
        return
    until, year = known_until(top), year_to_look_over(top, today)
    told = _("known until %(day)s") % {"day": f"{until:%d.%m.%Y}"} if until else _("not known")
    if year is not None:
        advice = _("Look over the holidays of %(year)s: due days and reminders ask them.") % {"year": year}
        yield Fact(_("Holidays"), told, WARN, advice)
    else:
        yield Fact(_("Holidays"), told)


def _safety() -> Iterable[Fact]:
    if settings.DEBUG:
        yield Fact(
            _("Safety"), "ORDA_DEBUG=1", BAD, _("Set it to 0: a fault shows the program's inside to anybody.")
        )
    elif not settings.HTTPS:
        yield Fact(
            _("Safety"),
            "ORDA_HTTPS=0",
            WARN,
            _("Passwords go over the wire readable: right for a demo or a closed network alone."),
        )
    if not settings.MAIL_IS_SET_UP:
        advice = _(
            "Set ORDA_MAIL on the machine. Until then nobody is written to; a forgotten password needs a slip."
        )
        yield Fact(_("Mail"), _("not set up"), WARN, advice)
