"""The work diary of a day, month, quarter or year as a document (кітапхана жұмысының күнделігі, дневник работы)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Count, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orda.diary import queries as diary
from orda.diary.measures import MEASURES
from orda.diary.models import Entry
from orda.events.models import HeldEvent
from orda.events.queries import held_events
from orda.network import clock
from orda.network.models import Unit
from orda.network.queries import local_code
from orda.reports.ledgers.columns import SHEETS, Column, Role, Sheet
from orda.reports.ledgers.times import Kind, Span, Time, spans
from orda.reports.ledgers.traced import Traced, lines_address
from orda.reports.letterhead.signed import day_line
from orda.reports.papers.paper import Head, Paper, Row, Signatures, Table, Text, Value, heads_of

Key = tuple[str, frozenset[tuple[str, str]]]  # measure, dimension values
Sums = Counter[Key]
LONG = 12  # tables with more rows begin a page each


def not_counted() -> str:
    return _(
        "Parts C (references), E (service outside the library) and F (individual work) are not counted by Orda yet: "
        "what the plan asks of them is entered by hand at the plan's lines."
    )


def work_diary(time: Time, library: Unit) -> list[Traced]:
    """The diary's tables for a time and a place; a unit stands for its libraries."""
    rows = spans(time, clock.today())
    sums = _sums(rows, time, diary.library_ids_under(library))
    long = len(rows) > LONG
    tables = [_sheet(sheet, rows, sums, library, long and n > 0) for n, sheet in enumerate(SHEETS)]
    return [*tables, *_events(time, library), *_by_hand(time, library)]


def work_diary_paper(time: Time, library: Unit, language: str) -> Paper:
    """The same as a paper, with a place for the signature."""
    return Paper(
        title=_("Work diary: %(time)s") % {"time": time.title},
        organisation=library.name,
        language=language,
        blocks=(
            *(one.table for one in work_diary(time, library)),
            Text(not_counted()),
            Signatures(((_("Head of the library"), ""), (_("Librarian"), "")), day_line()),
        ),
        contents_title=_("Contents"),
        cover=False,
    )


def _sums(rows: Sequence[Span], time: Time, library_ids: Collection[int] | None) -> list[Sums]:
    """What each row that is no sum of others counts: one question for the time itself, one for each brought along."""
    found: list[Sums] = [Counter() for _row in rows]
    by = "day" if time.kind in (Kind.DAY, Kind.MONTH) else "month"
    own = [n for n, row in enumerate(rows) if not row.sum_of and row.first >= time.first]
    place_of = {rows[n].first: n for n in own}
    if own:
        for one in diary.totals(
            rows[own[0]].first, rows[own[-1]].last, library_ids=library_ids, by=(by, "dimensions")
        ):
            at = one.day or one.month
            found[place_of[at]][_key(one)] += one.quantity  # type: ignore[index]  # asked for by day or by month
    for n, row in enumerate(rows):
        if not row.sum_of and row.first < time.first:
            for one in diary.totals(row.first, row.last, library_ids=library_ids, by=("dimensions",)):
                found[n][_key(one)] += one.quantity
    for n, row in enumerate(rows):
        for place in row.sum_of:
            found[n].update(found[place])
    return found


def _key(one: diary.Quantity) -> Key:
    return one.measure, frozenset((one.values or {}).items())


def _sheet(sheet: Sheet, rows: Sequence[Span], sums: Sequence[Sums], library: Unit, own_page: bool) -> Traced:
    counted = [(column, [_counted(column, one) for one in sums]) for column in sheet.columns]
    counted = [(column, values) for column, values in counted if not column.rest or any(values)]
    columns = [column for column, _values in counted]
    table = Table(
        title=f"{sheet.letter}. {sheet.title}" if sheet.letter else str(sheet.title),
        heads=heads_of([[_("Day or time")], *([str(word) for word in one.path] for one in columns)]),
        rows=tuple(
            Row(
                (row.label, *(_cell(column, values[n], row) for column, values in counted)),
                bold=bool(row.sum_of),
                sum_of=row.sum_of,
            )
            for n, row in enumerate(rows)
        ),
        widths=(4, *([2] * len(columns))),
        totals=tuple(_totals(columns)),
        own_page=own_page,
    )
    return Traced(
        table,
        tuple(
            _addresses(row, library, [(c, values[n]) for c, values in counted]) for n, row in enumerate(rows)
        ),
    )


def _cell(column: Column, value: int, row: Span) -> int | None:
    """A nought among the parts of a day is left out, as on paper; totals and sums are written whatever they are."""
    return None if not value and not row.sum_of and column.role is not Role.TOTAL else value


def _addresses(row: Span, library: Unit, cells: Sequence[tuple[Column, int]]) -> tuple[str, ...]:
    found = (
        lines_address(library, row.first, row.last, column.measures, column.where) if value else ""
        for column, value in cells
    )
    return ("", *found)


def _counted(column: Column, sums: Sums) -> int:
    return sum(
        quantity
        for (measure, values), quantity in sums.items()
        if measure in column.measures and _fits(dict(values), column)
    )


def _fits(values: Mapping[str, str], column: Column) -> bool:
    return all(values.get(name, "") in wanted for name, wanted in column.where.items())


def _totals(columns: Sequence[Column]) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """A total adds the parts of its first breakdown; the words stand in the first column, so places begin at 1."""
    for place, column in enumerate(columns, 1):
        if column.role is not Role.TOTAL or len(column.path) == 1:
            continue
        breakdowns: dict[str, list[int]] = {}
        for other, part in enumerate(columns, 1):
            if part.role is Role.PART and part.path[0] == column.path[0]:
                breakdowns.setdefault(next(iter(part.where)), []).append(other)
        parts = next(iter(breakdowns.values()), [])
        if parts:
            yield place, tuple(parts), ()


def _events(time: Time, library: Unit) -> Iterator[Traced]:
    """Part D: each event that was held, in the order of its days."""
    held = list(
        held_events(time.first, time.last, unit=library).filter(cancelled=False).order_by("day", "pk")
    )
    if not held:
        return
    alone = library.kind == Unit.Kind.LIBRARY
    heads = [_("Day"), *([] if alone else [_("Library")]), _("Title"), _("Form"), _("Topic")]
    heads += [_("Audience"), _("Attendance"), _("Views"), _("Plan №")]
    rows = [Row(_event(one, alone)) for one in held]
    words = ["", *([] if alone else [""]), "", "", ""]
    sums = (sum(one.attendance for one in held), sum(one.views for one in held))
    label = _("In all: %(n)s") % {"n": len(held)}
    rows.append(Row((label, *words, *sums, ""), bold=True, sum_of=tuple(range(len(held)))))
    table = Table(
        _("D. Events of %(time)s, one by one") % {"time": time.title},
        (tuple(Head(one) for one in heads),),
        tuple(rows),
        (4, *([] if alone else [4]), 10, 6, 10, 5, 4, 4, 2),
        own_page=len(held) > LONG,
    )
    at = len(heads) - 3
    yield Traced(table, (*(_event_addresses(one, at) for one in held), ("",) * len(heads)))


def _event(one: HeldEvent, alone: bool) -> tuple[Value, ...]:
    return (
        one.day,
        *(() if alone else (local_code(one.library.code),)),
        _title(one),
        str(one.form),
        str(one.direction),
        str(one.get_audience_display()),
        one.attendance,
        one.views,
        one.planned.number if one.planned else None,
    )


def _title(one: HeldEvent) -> str:
    """As it was noted; a planned one in Russian where the plan names it so."""
    planned = one.planned
    if get_language() == "ru" and planned and planned.title_ru and one.title == planned.title:
        return planned.title_ru
    return one.title


def _event_addresses(one: HeldEvent, at: int) -> tuple[str, ...]:
    """To the event's own lines from its attendance and its views."""
    found = [""] * (at + 3)
    for place, measure, amount in (
        (at, "event_attended", one.attendance),
        (at + 1, "event_viewed", one.views),
    ):
        if amount:
            found[place] = lines_address(one.library, one.day, one.day, [measure], act=("event", one.pk))
    return tuple(found)


def _by_hand(time: Time, library: Unit) -> Iterator[Traced]:
    """What was entered by hand and why: it stands in the tables above, and here it is told apart."""
    found = list(
        diary.entries(time.first, time.last, library=library, act=(Entry.MANUAL, None))
        .order_by()
        .values("measure", "reason")
        .annotate(lines=Count("pk"), total=Sum("quantity"))
        .filter(total__gt=0)
        .order_by("measure", "reason")
    )
    if not found:
        return
    heads = (_("What was counted"), _("Reason"), _("Lines"), _("Quantity"))
    rows = tuple(
        Row((str(_label(one["measure"])), one["reason"], one["lines"], one["total"])) for one in found
    )
    table = Table(_("Entered by hand"), (tuple(Head(one) for one in heads),), rows, (8, 12, 2, 3))
    addresses = tuple(
        (
            *("", "", ""),
            lines_address(library, time.first, time.last, [one["measure"]], act=(Entry.MANUAL, None)),
        )
        for one in found
    )
    yield Traced(table, addresses)


def _label(measure: str) -> object:
    return MEASURES[measure].label if measure in MEASURES else measure
