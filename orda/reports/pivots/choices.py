"""What a pivot is asked for. The whole choice stands in the address, so that a report can be kept and shared."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.indicators import COUNTED, Term

# How lines can be told apart besides by the dimensions of what is counted.
PLACES_AND_TIMES: dict[str, Text] = {
    "library": gettext_lazy("library"),
    "cohort": gettext_lazy("group of libraries"),
    "year": gettext_lazy("year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
    "weekday": gettext_lazy("day of the week"),
}
LONGEST_BY_DAY = 800  # days; longer periods are not told apart by the day of the week
FIRST_DAY, LAST_DAY = datetime.date(1901, 1, 1), datetime.date(2999, 12, 31)


class BadChoice(Refusal):
    code = "bad_choice"
    message = gettext_lazy("%(field)s: %(problem)s")


@dataclass(frozen=True)
class Choice:
    """counted: a measure of the diary or a counted indicator. columns "" for none. cohort "" for all."""

    counted: str
    rows: str
    columns: str
    first: datetime.date
    last: datetime.date
    unit: Unit
    cohort: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        return COUNTED[self.counted[2:]].terms if self.counted.startswith("i:") else (Term(self.counted),)

    @property
    def label(self) -> Text:
        return (
            COUNTED[self.counted[2:]].label if self.counted.startswith("i:") else MEASURES[self.counted].label
        )

    @property
    def fields(self) -> dict[str, str]:
        return {
            "counted": self.counted,
            "rows": self.rows,
            "columns": self.columns,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "library": self.unit.code,
            "cohort": self.cohort,
        }

    @property
    def address(self) -> str:
        return urlencode(self.fields)

    @property
    def title(self) -> str:
        """In plain words: "Loans by subject field and month, 01.01.2024–31.12.2024, City network"."""
        told = {"what": self.label, "rows": axis_label(self.rows), "columns": axis_label(self.columns)}
        text = (
            _("%(what)s by %(rows)s and %(columns)s") if self.columns else _("%(what)s by %(rows)s")
        ) % told
        parts = [text, f"{self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}", self.unit.name]
        parts += [str(Unit.Cohort(self.cohort).label)] if self.cohort else []
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]


def countable() -> dict[str, Text]:
    """What can be counted: indicators first, then the diary's own measures."""
    found = {f"i:{key}": row.label for key, row in COUNTED.items()}
    return found | {key: measure.label for key, measure in MEASURES.items()}


def axes_of(counted: str) -> dict[str, Text]:
    """By what a thing can be told apart: places, times, and the dimensions its lines carry."""
    terms = COUNTED[counted[2:]].terms if counted.startswith("i:") else (Term(counted),)
    shared = [set(MEASURES[term.measure].dimensions) for term in terms]
    carried = [name for name in DIMENSIONS if all(name in names for names in shared)]
    return PLACES_AND_TIMES | {name: DIMENSIONS[name].label for name in carried}


def axis_label(axis: str) -> str:
    if not axis:
        return ""
    return str(PLACES_AND_TIMES.get(axis) or DIMENSIONS[axis].label)


def choice_of(asked: Mapping[str, str], unit: Unit) -> Choice:
    """Reads an address. What is left out is as people usually ask it. Raises BadChoice, naming the field."""
    counted = asked.get("counted") or "i:loans"
    if counted not in countable():
        raise BadChoice(
            field=_("What is counted"), problem=_("there is no “%(text)s”") % {"text": counted[:40]}
        )
    axes = axes_of(counted)
    rows, columns = asked.get("rows") or "month", asked.get("columns", "")
    for field, axis in ((_("Rows"), rows), (_("Columns"), columns)):
        if axis and axis not in axes:
            raise BadChoice(
                field=field, problem=_("“%(text)s” does not tell this apart") % {"text": axis[:40]}
            )
    if rows == columns:
        raise BadChoice(field=_("Columns"), problem=_("the same as the rows"))
    today = clock.today()
    first = _day(asked.get("first", ""), today.replace(month=1, day=1), _("From"))
    last = _day(asked.get("last", ""), today, _("To"))
    if last < first:
        raise BadChoice(field=_("To"), problem=_("lies before the first day"))
    if "weekday" in (rows, columns) and (last - first).days > LONGEST_BY_DAY:
        problem = _("for days of the week ask at most %(days)s days") % {"days": LONGEST_BY_DAY}
        raise BadChoice(field=_("To"), problem=problem)
    cohort = asked.get("cohort", "")
    if cohort and cohort not in Unit.Cohort.values:
        raise BadChoice(
            field=_("Group of libraries"), problem=_("there is no “%(text)s”") % {"text": cohort[:40]}
        )
    return Choice(counted, rows, columns, first, last, unit, cohort)


def _day(text: str, usual: datetime.date, field: str) -> datetime.date:
    if not text:
        return usual
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadChoice(field=field, problem=_("“%(text)s” is not a day") % {"text": text[:40]})
    return day
