"""The proof behind `orda check`: diary = acts, totals = lines, levels = flows, hours in order. It changes nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from orda.diary.audit import AUDITORS, LEVELS_FROM_SCRATCH, ORDERS, Row
from orda.diary.findings import Findings
from orda.diary.measures import LEVELS
from orda.diary.models import Entry
from orda.diary.proof_of_totals import (
    check_day_totals,
    check_guards,
    check_month_sums,
    check_month_totals,
    check_reversals,
)
from orda.diary.queries import level_by_library
from orda.diary.truths import check_truths
from orda.network import clock
from orda.network import codes as codes_of_labels
from orda.network.models import Unit

AT_ONCE = 5_000
Standing = dict[tuple[Any, int], int]  # (day, library id) -> quantity


def prove() -> Findings:
    """Compares the diary with the acts, its totals with its lines, its levels with the things themselves; then the
    truths of each room."""
    findings = Findings()
    with _one_moment():
        codes = dict(Unit.objects.values_list("pk", "code"))
        _check_acts(findings, codes)
        check_reversals(findings)
        check_day_totals(findings, codes)
        check_month_totals(findings, codes)
        check_month_sums(findings, codes)
        _check_levels(findings, codes)
        _check_orders(findings)
        check_guards(findings)
        check_truths(findings)
        _check_labels(findings)
    return findings


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it was at one moment, so a desk that works meanwhile makes no difference."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:  # a plain BEGIN: Django's own would hold the place of the one writer
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _check_acts(findings: Findings, codes: dict[int, str]) -> None:
    for measure, act in sorted(AUDITORS):
        said = AUDITORS[measure, act]()
        lines = (
            Entry.objects.filter(act=act, measure=measure, act_id__isnull=False)
            .order_by("act_id")
            .values_list("act_id", "day", "library_id", "quantity")
        )
        acts = 0
        for act_id, expected, found in _side_by_side(_streamed(said), _streamed(lines)):
            acts += bool(expected)
            if expected != found:
                _name_difference(findings, f"{measure}: {act} {act_id}", expected, found, codes)
        findings.audited[measure] = findings.audited.get(measure, 0) + acts
    unproved = Entry.objects.exclude(act=Entry.MANUAL).order_by().values_list("measure", "act").distinct()
    for measure, act in sorted(set(unproved) - set(AUDITORS)):
        count = Entry.objects.filter(measure=measure, act=act).count()
        findings.add("lines that no room can prove", f"{measure}: {count} lines of act '{act}'")


def _check_labels(findings: Findings) -> None:
    for line in codes_of_labels.unheld():
        findings.add("labels that the name space of codes does not hold", line)


def _check_orders(findings: Findings) -> None:
    """Nothing ends before it began, and nothing goes on that something later has ended."""
    for kind, said in sorted(ORDERS.items()):
        for named in said():
            findings.add(kind, named)
    findings.audited["orders of hours"] = len(ORDERS)


def _streamed(rows: Iterable[Any]) -> Iterator[Row]:
    return iter(rows.iterator(chunk_size=AT_ONCE) if isinstance(rows, QuerySet) else rows)


def _side_by_side(left: Iterator[Row], right: Iterator[Row]) -> Iterator[tuple[int, Standing, Standing]]:
    """(act id, what the act says, what the lines say) for every act id that either side names."""
    acts, lines = _standing(left), _standing(right)
    act, line = next(acts, None), next(lines, None)
    while act is not None or line is not None:
        if line is None or (act is not None and act[0] < line[0]):
            assert act is not None
            yield act[0], act[1], {}
            act = next(acts, None)
        elif act is None or line[0] < act[0]:
            yield line[0], {}, line[1]
            line = next(lines, None)
        else:
            yield act[0], act[1], line[1]
            act, line = next(acts, None), next(lines, None)


def _standing(rows: Iterator[Row]) -> Iterator[tuple[int, Standing]]:
    """Rows of one act summed by day and library; what sums to nothing is left out."""
    current, sums = None, {}  # type: int | None, Standing
    for act_id, day, library_id, quantity in rows:
        if act_id != current:
            if current is not None:
                if act_id < current:
                    raise ValueError(f"an auditor's rows are out of order at act {act_id}")
                yield current, sums if all(sums.values()) else _without_zeros(sums)
            current, sums = act_id, {}
        sums[day, library_id] = sums.get((day, library_id), 0) + quantity
    if current is not None:
        yield current, _without_zeros(sums)


def _without_zeros(sums: Standing) -> Standing:
    return {key: quantity for key, quantity in sums.items() if quantity}


def _name_difference(
    findings: Findings, act: str, expected: Standing, found: Standing, codes: dict[int, str]
) -> None:
    if not found:
        findings.add("acts without their line", f"{act} should stand as {_shown(expected, codes)}")
    elif not expected:
        findings.add("lines without their act", f"{act} stands as {_shown(found, codes)}")
    else:
        findings.add(
            "lines that differ from their act",
            f"{act} should stand as {_shown(expected, codes)}, stands as {_shown(found, codes)}",
        )


def _shown(standing: Standing, codes: dict[int, str]) -> str:
    return " and ".join(
        f"{quantity} on {day} at {codes.get(library_id, library_id)}"
        for (day, library_id), quantity in sorted(standing.items())
    )


def _check_levels(findings: Findings, codes: dict[int, str]) -> None:
    today = clock.today()
    for key in LEVELS:
        flows = level_by_library(key, today)
        if key not in LEVELS_FROM_SCRATCH:
            if flows:
                findings.add("levels that no room can count", key)
            continue
        counted = {pk: amount for pk, amount in LEVELS_FROM_SCRATCH[key](today).items() if amount}
        for library_id in sorted(flows.keys() | counted.keys()):
            if flows.get(library_id, 0) != counted.get(library_id, 0):
                findings.add(
                    "levels that differ from their flows",
                    f"{key} at {codes.get(library_id, library_id)} on {today}: counted "
                    f"{counted.get(library_id, 0)}, by the diary {flows.get(library_id, 0)}",
                )
        findings.audited[f"level {key}"] = sum(counted.values())
