"""From a report's tables down: an indicator to its libraries, months and acts, an event to its page."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from orda.network.models import Unit
from orda.reports.ledgers.traced import Traced
from orda.reports.papers.paper import Table
from orda.reports.papers.report_papers import explained, together
from orda.reports.periods import Kind, Period

TITLE = 2  # the place of an event's title in its row


def led(period: Period, content: dict[str, Any], tables: Sequence[Table]) -> list[Traced]:
    """The report's tables, each row with the address where it comes from.

    A row is known by its place, as the paper writes the content: cohort by cohort and then together, or list by list.
    """
    rows = _events(period, content) if period.kind == Kind.EVENTS else _indicators(period, content)
    return [
        Traced(table, tuple(_row(table, address, at) for address in addresses))
        for table, (at, addresses) in zip(tables, rows, strict=True)
    ]


def _row(table: Table, address: str, at: int) -> tuple[str, ...]:
    return tuple(address if place == at else "" for place in range(table.columns))


def _indicators(period: Period, content: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    for cohort in Unit.Cohort.values:
        rows = [row for row in content["rows"] if row["cohort"] == cohort]
        yield 0, [_indicator(period, row["key"], cohort) for row in rows]
    yield 0, [_indicator(period, row["key"], "") for row in together(content["rows"])]
    for cohort in Unit.Cohort.values:
        said = explained(content["rows"], cohort)
        if said:
            yield 0, [_indicator(period, row["key"], cohort) for row in said]


def _indicator(period: Period, key: str, cohort: str) -> str:
    asked = {"year": period.year, "as_of": period.last.isoformat(), **({"cohort": cohort} if cohort else {})}
    return f"{reverse('board_indicator', kwargs={'key': key})}?{urlencode(asked)}"


def _events(period: Period, content: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    asked = urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})
    yield 0, [f"{reverse('events_held')}?{asked}"] * len(content["totals"])
    for name in ("events", "late", "gone"):
        if content[name]:
            yield TITLE, [reverse("event_evidence", args=[one["id"]]) for one in content[name]]
