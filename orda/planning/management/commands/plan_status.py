"""`orda plan_status`: how the plan of a year stands, for people and for other programs."""

import datetime
import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation

from orda.console import BadInput, OrdaCommand, a_date
from orda.network.models import Unit
from orda.network.queries import unit_by_code
from orda.network.refusals import Refusal
from orda.planning.management.asked import check_day, no_plan
from orda.planning.year.known import years
from orda.planning.year.states import IndicatorStatus, PlanStatus
from orda.planning.year.status import status

FIRST_YEAR, LAST_YEAR = 1901, 2999


class Command(OrdaCommand):
    help = "How the plan of a year stands: plan, what should be reached by a day, actual, percentage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--cohort", choices=Unit.Cohort.values, default="")
        parser.add_argument("--library", default="", metavar="CODE", help="A library, or a unit above some.")
        parser.add_argument(
            "--as-of", type=a_date, metavar="YYYY-MM-DD", help="By the end of this day; today by default."
        )
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        year, as_of = options["year"], options["as_of"]
        _check(year, as_of)
        with translation.override(options["language"]):
            try:
                library = unit_by_code(options["library"]) if options["library"] else None
                found = status(year, cohort=options["cohort"], library=library, as_of=as_of)
            except (Unit.DoesNotExist, Refusal) as error:
                raise BadInput(error) from None
            if options["format"] == "json":
                self.stdout.write(json.dumps(_document(found), ensure_ascii=False))
            else:
                self.stdout.write(_table(found))


def _check(year: int, as_of: datetime.date | None) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"{year} is not a year of a plan")
    if year not in years():
        raise no_plan(year)
    check_day(year, as_of)


def _document(found: PlanStatus) -> dict[str, Any]:
    return {
        "year": found.year,
        "cohort": found.cohort or None,
        "library": found.library.code if found.library else None,
        "as_of": found.as_of.isoformat(),
        "working_days_left": found.days_left,
        "indicators": [_row(row) for row in found.indicators],
    }


def _row(row: IndicatorStatus) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": str(row.label),
        "unit": str(row.unit),
        "of_which_of": row.of_which_of or None,
        "plan": _number(row.plan),
        "plan_to_date": _number(row.plan_to_date),
        "actual": _number(row.actual),
        "percent": _number(row.percent),
        "needed_per_working_day": _number(row.needed_per_working_day),
        "printed_actual": _number(row.printed_actual),
        "share_of_cohort": _number(row.share),
        "state": row.state,
        "months": list(row.months) or None,
        "notes": [note.text for note in row.notes],
        "remark": row.remark or None,
    }


def _number(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def _table(found: PlanStatus) -> str:
    heads = ["", "plan", "by now", "actual", "%", "a day"]
    lines = [heads]
    for row in found.indicators:
        label = f"  {row.label}" if row.of_which_of else str(row.label)
        figures = (row.plan, row.plan_to_date, row.actual, row.percent, row.needed_per_working_day)
        lines.append([label, *(_shown(value) for value in figures)])
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    shown = [
        "  ".join(
            [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    ]
    return "\n".join([f"{found.year}, {found.as_of}", *(line.rstrip() for line in shown)])


def _shown(value: Decimal | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"
