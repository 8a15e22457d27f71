"""What may be done to the diary: post, enter by hand, reverse, close a day. The only writer of its tables."""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, MEASURES
from orda.diary.models import ClosedDay, DayTotal, DimensionSet, Entry, MonthTotal
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal

Values = Mapping[str, str]


class UnknownMeasure(Refusal):
    code = "unknown_measure"
    message = _("The diary does not know the measure “%(measure)s”.")


class UnknownDimension(Refusal):
    code = "unknown_dimension"
    message = _("“%(measure)s” can't be told apart by %(dimension)s = “%(value)s”.")


class NothingToCount(Refusal):
    code = "nothing_to_count"
    message = _("A diary line needs a quantity from 1 to 1,000,000.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("A line entered by hand needs a reason: where does the number come from?")


class NotByHand(Refusal):
    code = "not_by_hand"
    message = _("“%(measure)s” is counted from its acts and can't be entered by hand.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    message = _("This line has been reversed already.")


class DayNotOver(Refusal):
    code = "day_not_over"
    message = _("A day that has not come yet can't be closed or filled in.")


LARGEST_MANUAL = 1_000_000

_INSERT = (
    "INSERT INTO diary_entry (day, library_id, measure, dimensions_id, quantity, act, act_id, reverses_id,"
    " open, recorded_at, recorded_by_id, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, '')"
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
    """Writes the diary line of an act, inside the act's own transaction.

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
            ),
        )


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

    Raises UnknownMeasure, UnknownDimension, NotByHand, ReasonMissing, NothingToCount, DayNotOver.
    """
    dimensions_id = dimension_set_id(measure, values or {})
    if not MEASURES[measure].manual:
        raise NotByHand(measure=MEASURES[measure].label)
    if not reason.strip():
        raise ReasonMissing
    if not 0 < abs(quantity) <= LARGEST_MANUAL:
        raise NothingToCount
    if day > clock.today():
        raise DayNotOver
    return Entry.objects.create(
        day=day,
        library=library,
        measure=measure,
        dimensions_id=dimensions_id,
        quantity=quantity,
        act=Entry.MANUAL,
        recorded_at=clock.now(),
        recorded_by_id=by_id,
        reason=reason.strip()[:300],
    )


@transaction.atomic
def reverse(entry: Entry, *, reason: str = "", by_id: int | None = None) -> Entry:
    """Takes a line back by a line of the opposite quantity on the same day. Raises AlreadyReversed."""
    if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed
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
        reason=(reason or entry.reason)[:300],
    )


def reverse_act(act: str, act_id: int, *, measure: str = "", by_id: int | None = None) -> None:
    """Reverses every standing line that an act posted (of one measure, if named)."""
    lines = Entry.objects.filter(act=act, act_id=act_id, reverses=None, reversed_by=None)
    for line in lines.filter(measure=measure) if measure else lines:
        reverse(line, by_id=by_id)


@transaction.atomic
def close_day(library: Unit, day: datetime.date, *, by_id: int | None = None) -> int:
    """Folds the day's open entries into its totals; returns how many were folded. Raises DayNotOver.

    Idempotent: a second call finds nothing open. A late correction stays open, so is counted, until the
    day is closed again. The UPDATE takes exactly the rows it returns, so an entry that a desk commits
    meanwhile is either folded whole or stays open: never lost, never twice, and no desk waits.
    """
    if day > clock.today():
        raise DayNotOver
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE diary_entry SET open = %s WHERE open AND day = %s AND library_id = %s"
            " RETURNING measure, dimensions_id, quantity",
            (False, adapted(day), library.pk),
        )
        folded = cursor.fetchall()
    sums: Counter[tuple[str, int]] = Counter()
    for measure, dimensions_id, quantity in folded:
        sums[measure, dimensions_id] += quantity
    _add(DayTotal, "day", day, library, sums)
    _add(MonthTotal, "month", day.replace(day=1), library, sums)
    ClosedDay.objects.update_or_create(
        library=library, day=day, defaults={"closed_at": clock.now(), "closed_by_id": by_id}
    )
    return len(folded)


def close_days_before(day: datetime.date, *, by_id: int | None = None) -> int:
    """Closes every library's days before `day` that hold open entries (the nightly job); returns the count."""
    waiting = (
        Entry.objects.filter(open=True, day__lt=day)
        .order_by("day", "library")
        .values_list("day", "library_id")
        .distinct()
    )
    units = Unit.objects.in_bulk()
    closed = 0
    for open_day, library_id in list(waiting):
        close_day(units[library_id], open_day, by_id=by_id)
        closed += 1
    return closed


def _add(
    table: type[DayTotal] | type[MonthTotal],
    column: str,
    value: datetime.date,
    library: Unit,
    sums: Counter[tuple[str, int]],
) -> None:
    """Adds sums to the totals: rows that stand are raised, the others made."""
    standing = {
        (total.measure, total.dimensions_id): total.pk
        for total in table.objects.filter(**{column: value}, library=library)
    }
    for key, quantity in sums.items():
        if key in standing:
            table.objects.filter(pk=standing[key]).update(quantity=F("quantity") + quantity)
    table.objects.bulk_create(
        table(
            **{column: value},
            library=library,
            measure=measure,
            dimensions_id=dimensions_id,
            quantity=quantity,
        )
        for (measure, dimensions_id), quantity in sums.items()
        if (measure, dimensions_id) not in standing
    )


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


def _check(measure: str, values: Values) -> None:
    if measure not in MEASURES:
        raise UnknownMeasure(measure=measure)
    for name, value in values.items():
        allowed = name in MEASURES[measure].dimensions
        codes = DIMENSIONS[name].values if allowed else None
        if not allowed or not value or ";" in value or (codes is not None and value not in codes):
            raise UnknownDimension(measure=measure, dimension=name, value=value)


def adapted(value: Any) -> Any:
    """A date or moment as this database's driver wants it in plain SQL; anything else as it is."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
