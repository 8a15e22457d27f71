"""From where a line of the plan gets its actual: counts by hand, or an indicator of its year instead of them."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal
from orda.planning.document.models import Line
from orda.planning.document.queries import UNITS
from orda.planning.document.services import open_plan
from orda.planning.indicators.added import in_force
from orda.planning.indicators.declared import Indicator, Rate, Rows


class NoSuchIndicator(Refusal):
    code = "no_such_indicator"
    message = _("In %(year)s there is no indicator “%(key)s” in the unit of this line.")


class CountsStand(Refusal):
    code = "counts_stand"
    message = _("Counts by hand stand for this line: take them back first, or they would be lost from sight.")


class SourceStays(Refusal):
    code = "source_stays"
    message = _("This line is counted by Orda as the plan says: that stays.")


@transaction.atomic
def count_by(line: Line, key: str) -> Line:
    """Counts a line by an indicator; with "" by hand again. Raises PlanClosed, SourceStays, CountsStand and
    NoSuchIndicator."""
    plan = open_plan(line.plan)
    if not may_change(line):
        raise SourceStays
    if line.counts.filter(taken_back=False).exists():
        raise CountsStand
    if key and key not in {row.key for row in fitting(line, in_force(plan.year))}:
        raise NoSuchIndicator(year=plan.year, key=key[:40])
    line.source = {"kind": "indicator", "key": key} if key else {"kind": "manual"}
    line.save(update_fields=["source"])
    return line


def may_change(line: Line) -> bool:
    """A line counted by hand, or by an indicator that isn't the line's own."""
    kind = line.source["kind"]
    return bool(kind == "manual" or (kind == "indicator" and line.source["key"] != line.key))


def fitting(line: Line, rows: Rows) -> list[Indicator]:
    """The indicators in the line's unit."""
    with translation.override("en"):
        wanted = str(UNITS.get(line.unit, line.unit))
        return [
            row
            for row in rows.indicators.values()
            if (line.unit == "rate" if isinstance(row, Rate) else str(row.unit) == wanted)
        ]
