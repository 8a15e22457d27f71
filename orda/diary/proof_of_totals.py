"""Totals against the lines they were folded from, reversals against what they reverse, the database's guards.

A month at a time: whatever the size of the diary, no sort outgrows memory.
"""

import calendar
import datetime
from collections.abc import Iterator
from typing import Any

from django.db import connection

from orda.diary.findings import Findings
from orda.diary.plain_sql import adapted, as_date

GUARDS = ("diary_entry_append_only", "diary_entry_folds_once")

_DAYS = """
SELECT day, library_id, measure, dimensions_id, SUM(folded), SUM(kept) FROM (
    SELECT day, library_id, measure, dimensions_id, quantity AS folded, 0 AS kept
    FROM diary_entry WHERE NOT open AND day BETWEEN %s AND %s
    UNION ALL
    SELECT day, library_id, measure, dimensions_id, 0, quantity
    FROM diary_daytotal WHERE day BETWEEN %s AND %s
) both_sides GROUP BY day, library_id, measure, dimensions_id HAVING SUM(folded) <> SUM(kept)"""

_MONTHS = """
SELECT library_id, measure, dimensions_id, SUM(folded), SUM(kept) FROM (
    SELECT library_id, measure, dimensions_id, quantity AS folded, 0 AS kept
    FROM diary_daytotal WHERE day BETWEEN %s AND %s
    UNION ALL
    SELECT library_id, measure, dimensions_id, 0, quantity
    FROM diary_monthtotal WHERE month BETWEEN %s AND %s
) both_sides GROUP BY library_id, measure, dimensions_id HAVING SUM(folded) <> SUM(kept)"""

_SUMS = """
SELECT library_id, measure, SUM(added), SUM(kept) FROM (
    SELECT library_id, measure, quantity AS added, 0 AS kept
    FROM diary_monthtotal WHERE month BETWEEN %s AND %s
    UNION ALL
    SELECT library_id, measure, 0, quantity
    FROM diary_monthsum WHERE month BETWEEN %s AND %s
) both_sides GROUP BY library_id, measure HAVING SUM(added) <> SUM(kept)"""

_REVERSALS = """
SELECT e.id, r.id FROM diary_entry e LEFT JOIN diary_entry r ON r.id = e.reverses_id
WHERE e.reverses_id IS NOT NULL AND (
    r.id IS NULL OR e.quantity <> -r.quantity OR e.day <> r.day OR e.library_id <> r.library_id
    OR e.measure <> r.measure OR e.dimensions_id <> r.dimensions_id OR e.act <> r.act)"""


def check_day_totals(findings: Findings, codes: dict[int, str]) -> None:
    """Every day total is the sum of the folded lines, and every folded line is in one."""
    for first, last in _months():
        span = [adapted(first), adapted(last)]
        for day, library_id, measure, dimensions_id, folded, kept in _rows(_DAYS, span * 2):
            findings.add(
                "day totals that differ from their lines",
                f"{measure} on {as_date(day)} at {codes.get(library_id, library_id)}"
                f" (dimensions {dimensions_id}): lines {folded}, total {kept}",
            )
    findings.audited["day totals"] = _count("diary_daytotal")


def check_month_totals(findings: Findings, codes: dict[int, str]) -> None:
    """Every month total is the sum of its day totals."""
    for first, last in _months():
        span = [adapted(first), adapted(last)]
        for library_id, measure, dimensions_id, folded, kept in _rows(_MONTHS, span * 2):
            findings.add(
                "month totals that differ from their days",
                f"{measure} in {first:%Y-%m} at {codes.get(library_id, library_id)}"
                f" (dimensions {dimensions_id}): days {folded}, month {kept}",
            )
    findings.audited["month totals"] = _count("diary_monthtotal")


def check_month_sums(findings: Findings, codes: dict[int, str]) -> None:
    """Every month sum is the sum of its measure's month totals."""
    for first, last in _months():
        span = [adapted(first), adapted(last)]
        for library_id, measure, added, kept in _rows(_SUMS, span * 2):
            findings.add(
                "month sums that differ from their totals",
                f"{measure} in {first:%Y-%m} at {codes.get(library_id, library_id)}: totals {added}, sum {kept}",
            )
    findings.audited["month sums"] = _count("diary_monthsum")


def check_reversals(findings: Findings) -> None:
    """A reversing line is its line's opposite in everything that counts."""
    for reversing, reversed_ in _rows(_REVERSALS, []):
        findings.add(
            "reversals that do not match", f"line {reversing} does not take back line {reversed_ or '(gone)'}"
        )
    findings.audited["lines entered by hand"] = _count("diary_entry WHERE act = 'manual'")


def check_guards(findings: Findings) -> None:
    """The triggers that keep the diary append-only stand in the database."""
    names = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    standing = {name for (name,) in _rows(names, [])}
    for guard in GUARDS:
        if guard not in standing:
            findings.add("guards that are missing", f"trigger {guard}: lines of the diary can be changed")


def _months() -> Iterator[tuple[datetime.date, datetime.date]]:
    """First and last day of every month from the first to the last that any of the tables knows."""
    spans = _rows(
        "SELECT MIN(day), MAX(day) FROM diary_entry UNION ALL SELECT MIN(day), MAX(day) FROM diary_daytotal"
        " UNION ALL SELECT MIN(month), MAX(month) FROM diary_monthtotal"
        " UNION ALL SELECT MIN(month), MAX(month) FROM diary_monthsum",
        [],
    )
    edges = [as_date(edge) for span in spans for edge in span if edge is not None]
    if not edges:
        return
    first, end = min(edges).replace(day=1), max(edges)
    while first <= end:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        yield first, last
        first = last + datetime.timedelta(days=1)


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _count(table: str) -> int:
    return int(_rows(f"SELECT COUNT(*) FROM {table}", [])[0][0])
