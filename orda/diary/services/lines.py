"""Write lines: of acts, by hand, and the lines that take them back."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction

from orda.diary.measures import MEASURES
from orda.diary.models import BEGINNING, Entry
from orda.diary.plain_sql import adapted
from orda.diary.refusals import (
    AlreadyReversed,
    DayNotOver,
    DayTooOld,
    NotALibrary,
    NotByHand,
    NothingToCount,
    PostedByAnAct,
    ReasonMissing,
)
from orda.diary.services.sets import Values, dimension_set_id
from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit

LARGEST_MANUAL = 1_000_000
LONGEST_REASON = 300

_INSERT = (
    "INSERT INTO diary_entry (day, library_id, measure, dimensions_id, quantity, act, act_id, reverses_id,"
    " open, recorded_at, recorded_by_id, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, %s)"
)


def post(
    *,
    day: datetime.date,
    library_id: int,
    measure: str,
    act: str,
    act_id: int,
    quantity: int = 1,
    values: Values | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """Writes the diary line of an act, inside the act's own transaction. A quantity of 0 leaves no line.

    Called by services for every countable act; one plain INSERT, since it stands in the desk's hot path.
    Raises UnknownMeasure and UnknownDimension (errors of the program).
    """
    if quantity == 0:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            (
                adapted(day),
                library_id,
                measure,
                dimension_set_id(measure, values or {}),
                quantity,
                act,
                act_id,
                True,
                adapted(at or clock.now()),
                by_id,
                "",
            ),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What `post` is told of one act."""

    day: datetime.date
    library_id: int
    measure: str
    act: str
    act_id: int
    quantity: int = 1
    values: Values = field(default_factory=dict)
    at: datetime.datetime | None = None


def post_many(lines: Iterable[Line], *, by_id: int | None = None) -> None:
    """`post` for many acts at once, in their order: a history is loaded so. The same checks, one statement for all."""
    said, sets, now = cache(adapted), cache(_set_id), clock.now()
    rows = (
        (
            said(line.day),
            line.library_id,
            line.measure,
            sets(line.measure, *line.values.items()),
            line.quantity,
            line.act,
            line.act_id,
            True,
            said(line.at or now),
            by_id,
            "",
        )
        for line in lines
        if line.quantity != 0
    )
    _insert(rows)


def post_each(
    *,
    day: datetime.date,
    library_id: int,
    measure: str,
    act: str,
    act_ids: Iterable[int],
    values: Values | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """`post`, once for each of many like acts of a bulk load: a line of quantity 1 an act."""
    dimensions_id, written = dimension_set_id(measure, values or {}), adapted(at or clock.now())
    start = (adapted(day), library_id, measure, dimensions_id, 1, act)
    _insert((*start, act_id, True, written, by_id, "") for act_id in act_ids)


def _set_id(measure: str, *values: tuple[str, str]) -> int:
    """`dimension_set_id`, asked once for all lines of one load that say the same: nothing is kept longer."""
    return dimension_set_id(measure, dict(values))


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    listed = list(rows)  # the driver of PostgreSQL asks how many
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, listed)


@transaction.atomic
def enter_by_hand(
    *,
    day: datetime.date,
    library: Unit,
    measure: str,
    quantity: int,
    reason: str,
    values: Values | None = None,
    by_id: int | None = None,
) -> Entry:
    """A line for work that no screen of Orda does (a power cut, a phone enquiry); needs a reason.

    Raises UnknownMeasure, UnknownDimension, NotByHand, NotALibrary, ReasonMissing, NothingToCount,
    DayNotOver, DayTooOld.
    """
    line = ByHand(day, library, measure, quantity, reason, values or {})
    dimensions_id = dimension_set_id(measure, line.values)
    return Entry.objects.create(
        day=day,
        library=library,
        measure=measure,
        dimensions_id=dimensions_id,
        quantity=quantity,
        act=Entry.MANUAL,
        recorded_at=clock.now(),
        recorded_by_id=by_id,
        reason=_checked_reason(line),
    )


@dataclass(frozen=True, slots=True)
class ByHand:
    """What `enter_by_hand` is told of one line."""

    day: datetime.date
    library: Unit
    measure: str
    quantity: int
    reason: str
    values: Values = field(default_factory=dict)


@transaction.atomic
def enter_many_by_hand(lines: Iterable[ByHand], *, by_id: int | None = None) -> int:
    """`enter_by_hand` for many lines at once, in their order: all of them, or none. Returns how many.

    Raises what `enter_by_hand` raises, at the first line that is wrong.
    """
    said, sets, now = cache(adapted), cache(_set_id), adapted(clock.now())
    rows = [
        (
            said(line.day),
            line.library.pk,
            line.measure,
            sets(line.measure, *line.values.items()),
            line.quantity,
            Entry.MANUAL,
            None,
            True,
            now,
            by_id,
            _checked_reason(line),
        )
        for line in lines
    ]
    _insert(rows)
    return len(rows)


def _checked_reason(line: ByHand) -> str:
    """The reason as it is kept, once everything that is said with it may be entered by hand."""
    reason = one_line(line.reason)
    if not MEASURES[line.measure].manual:
        raise NotByHand(measure=MEASURES[line.measure].label)
    if line.library.kind != Unit.Kind.LIBRARY:
        raise NotALibrary
    if not reason:
        raise ReasonMissing
    if not 1 <= line.quantity <= LARGEST_MANUAL:
        raise NothingToCount
    if line.day > clock.today():
        raise DayNotOver
    if line.day < BEGINNING:
        raise DayTooOld
    return reason[:LONGEST_REASON]


def reverse(entry: Entry, *, reason: str = "", by_id: int | None = None) -> Entry:
    """Takes a line back by a line of the opposite quantity on the same day. Raises AlreadyReversed."""
    if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed
    try:
        with transaction.atomic():
            return Entry.objects.create(
                day=entry.day,
                library_id=entry.library_id,
                measure=entry.measure,
                dimensions_id=entry.dimensions_id,
                quantity=-entry.quantity,
                act=entry.act,
                act_id=entry.act_id,
                reverses=entry,
                recorded_at=clock.now(),
                recorded_by_id=by_id,
                reason=(reason or entry.reason)[:LONGEST_REASON],
            )
    except IntegrityError:
        # Someone reversed it between our look and our insert: the database let them win.
        raise AlreadyReversed from None


def take_back_by_hand(entry: Entry, *, by_id: int | None = None) -> Entry:
    """Reverses a line that was entered by hand. Raises PostedByAnAct and AlreadyReversed."""
    if entry.act != Entry.MANUAL:
        raise PostedByAnAct
    return reverse(entry, by_id=by_id)


def reverse_act(act: str, act_id: int, *, measure: str = "", by_id: int | None = None) -> None:
    """Reverses every standing line that an act posted (of one measure, if named)."""
    lines = Entry.objects.filter(~Entry.is_reversed(), act=act, act_id=act_id, reverses=None)
    for line in lines.filter(measure=measure) if measure else lines:
        reverse(line, by_id=by_id)
