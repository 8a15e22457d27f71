"""`orda diary`: quantities of a period, grouped by anything the diary tells apart."""

import argparse
import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand, a_date
from orda.diary.measures import DIMENSIONS, MEASURES
from orda.diary.queries import BY, breakdown
from orda.diary.queries.breakdown import Row
from orda.network.models import Unit
from orda.network.queries import unit_by_code


class Command(OrdaCommand):
    help = "Read the work diary: quantities of a period, first and last day counted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=a_date, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=a_date, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--library", default="", metavar="CODE", help="With all under it.")
        parser.add_argument("--measure", default="", help=f"One of: {', '.join(MEASURES)}.")
        parser.add_argument(
            "--by", type=_some_of_by, default=[], metavar="KEY,KEY", help=f"Any of: {', '.join(BY)}."
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last, by = options["first"], options["last"], options["by"]
        measures = _measures(options["measure"], by)
        if first > last:
            raise BadInput(f"--from {first} lies after --to {last}")
        rows = breakdown(first, last, measures=measures, unit=_unit(options["library"]), by=by)
        total = sum(row.quantity for row in rows)
        if options["format"] == "json":
            shown = [{**row.keys, "measure": row.measure, "quantity": row.quantity} for row in rows]
            self.stdout.write(json.dumps({"rows": shown, "total": total}, ensure_ascii=False))
        else:
            self.stdout.write(_table(rows, by, total, first, last))


def _some_of_by(text: str) -> list[str]:
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    for name in wanted:
        if name not in BY:
            raise argparse.ArgumentTypeError(f"'{name}' is no key to group by; choose from {', '.join(BY)}")
    if len(set(wanted)) < len(wanted):
        raise argparse.ArgumentTypeError(f"'{text}' names a key twice")
    return wanted


def _measures(key: str, by: Sequence[str]) -> list[str]:
    if not key:
        return []
    if key not in MEASURES:
        raise BadInput(f"the diary does not know the measure '{key}'; choose from {', '.join(MEASURES)}")
    for name in by:
        if name in DIMENSIONS and name not in MEASURES[key].dimensions:
            raise BadInput(f"'{key}' is not told apart by '{name}'")
    return [key]


def _unit(code: str) -> Unit | None:
    try:
        return unit_by_code(code) if code else None
    except Unit.DoesNotExist as error:
        raise BadInput(error) from None


def _table(
    rows: Sequence[Row], by: Sequence[str], total: int, first: datetime.date, last: datetime.date
) -> str:
    heads = [*by, "measure", "quantity"]
    cells = [[*(value or "-" for value in r.keys.values()), r.measure, f"{r.quantity:,}"] for r in rows]
    cells.append([*("" for _ in by), "total", f"{total:,}"])
    widths = [max(len(line[i]) for line in [heads, *cells]) for i in range(len(heads))]
    lines = [f"{first} – {last}"]
    for line in [heads, *cells]:
        left = [cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=False)]
        lines.append("  ".join([*left, line[-1].rjust(widths[-1])]))
    return "\n".join(lines)
