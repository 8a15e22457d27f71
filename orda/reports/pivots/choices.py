"""What a pivot is asked for. The whole choice stands in the address, so that a report can be kept and shared."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.events.models import Audience, Direction, Form
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.indicators import COUNTED, Term
from orda.reports.pivots.periods import RELATIVE, days_of, in_words

# How lines can be told apart besides by the dimensions of what is counted.
PLACES_AND_TIMES: dict[str, Text] = {
    "library": gettext_lazy("library"),
    "cohort": gettext_lazy("group of libraries"),
    "year": gettext_lazy("year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
    "day": gettext_lazy("day"),
    "weekday": gettext_lazy("day of the week"),
}
TIMES = ("year", "quarter", "month", "day", "weekday", "hour")
HOUR = "hour"
HOUR_LABEL = gettext_lazy("hour")
# The desk notes these as they happen; whatever else is counted, its hour of recording says nothing of it.
AT_THE_DESK = frozenset({"loan", "renewal", "visit", "reader_registered"})
# axis -> the most days of a period that it may tell apart
LONGEST: dict[str, int] = {"day": 100, "weekday": 800, HOUR: 366}
FIRST_DAY, LAST_DAY = datetime.date(1901, 1, 1), datetime.date(2999, 12, 31)
NOT_STATED = "-"  # in an address: only the lines that carry no value
WHERE = "is_"  # before a dimension's name in an address: is_language=kk
PLOTS: dict[str, Text] = {
    "bars": gettext_lazy("bars"),
    "lines": gettext_lazy("lines"),
    "heat": gettext_lazy("heat map"),
}


class BadChoice(Refusal):
    code = "bad_choice"
    message = gettext_lazy("%(field)s: %(problem)s")


@dataclass(frozen=True)
class Choice:
    """counted: a measure of the diary or a counted indicator. columns "" for none. cohort "" for all. period: one of
    RELATIVE, "" where the days stand for themselves. where: dimension -> the one value that is counted."""

    counted: str
    rows: str
    columns: str
    first: datetime.date
    last: datetime.date
    unit: Unit
    cohort: str = ""
    period: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    plot: str = "bars"

    @property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.counted)

    @property
    def label(self) -> Text:
        return countable()[self.counted]

    @property
    def fields(self) -> dict[str, str]:
        """The choice as fields of a form; a moving period is kept as such, not as the days of today."""
        days = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {
            "counted": self.counted,
            "rows": self.rows,
            "columns": self.columns,
            **({"period": self.period} if self.period else days),
            "library": self.unit.code,
            "cohort": self.cohort,
            **{f"{WHERE}{name}": value for name, value in self.where.items()},
            "plot": self.plot,
        }

    @property
    def address(self) -> str:
        return urlencode(self.fields)

    @property
    def title(self) -> str:
        """In plain words: "Loans by subject field and month, 2024, City network, children's libraries"."""
        told = {"what": self.label, "rows": axis_label(self.rows), "columns": axis_label(self.columns)}
        text = (
            _("%(what)s by %(rows)s and %(columns)s") if self.columns else _("%(what)s by %(rows)s")
        ) % told
        parts = [text, in_words(self.first, self.last), self.unit.name]
        parts += [str(Unit.Cohort(self.cohort).label)] if self.cohort else []
        parts += [
            f"{DIMENSIONS[name].label}: {values_of(name).get(value, value)}"
            for name, value in self.where.items()
        ]
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]


def terms_of(counted: str) -> tuple[Term, ...]:
    return COUNTED[counted[2:]].terms if counted.startswith("i:") else (Term(counted),)


def countable() -> dict[str, Text]:
    """What can be counted: indicators first, then the diary's own measures."""
    found = {f"i:{key}": row.label for key, row in COUNTED.items()}
    return found | {key: measure.label for key, measure in MEASURES.items()}


def carried_by(counted: str) -> list[str]:
    """The dimensions that every line of what is counted may carry."""
    shared = [set(MEASURES[term.measure].dimensions) for term in terms_of(counted)]
    return [name for name in DIMENSIONS if all(name in names for names in shared)]


def axes_of(counted: str) -> dict[str, Text]:
    """By what a thing can be told apart: places, times, and the dimensions its lines carry."""
    found = dict(PLACES_AND_TIMES)
    if all(term.measure in AT_THE_DESK for term in terms_of(counted)):
        found[HOUR] = HOUR_LABEL
    return found | {name: DIMENSIONS[name].label for name in carried_by(counted)}


def axis_label(axis: str) -> str:
    if not axis:
        return ""
    return str(HOUR_LABEL if axis == HOUR else PLACES_AND_TIMES.get(axis) or DIMENSIONS[axis].label)


def values_of(dimension: str) -> dict[str, str]:
    """A dimension's values in words, "not stated" at the end; those of events stand in the events' own lists."""
    if dimension in ("form", "direction"):
        table = Form if dimension == "form" else Direction
        found = {one.code: str(one) for one in table.objects.all()}
    elif dimension == "audience":
        found = {code: str(label) for code, label in Audience.choices}
    else:
        found = {code: str(label) for code, label in (DIMENSIONS[dimension].values or {}).items()}
    return {**found, NOT_STATED: _("not stated")}


def choice_of(asked: Mapping[str, str], unit: Unit) -> Choice:
    """Reads an address. What is left out is as people usually ask it. Raises BadChoice, naming the field."""
    counted = _one_of(countable(), asked.get("counted") or "i:loans", _("What is counted"))
    rows, columns = _axes(asked, counted)
    period, first, last = _period(asked)
    for axis in (rows, columns):
        if axis in LONGEST and (last - first).days >= LONGEST[axis]:
            told = {"axis": axis_label(axis), "days": LONGEST[axis]}
            raise BadChoice(
                field=_("Period"), problem=_("to tell apart by “%(axis)s” ask at most %(days)s days") % told
            )
    cohort = asked.get("cohort", "")
    if cohort:
        _one_of(Unit.Cohort.values, cohort, _("Group of libraries"))
    plot = _one_of(PLOTS, asked.get("plot") or "bars", _("Plot"))
    return Choice(counted, rows, columns, first, last, unit, cohort, period, _where(asked, counted), plot)


def _axes(asked: Mapping[str, str], counted: str) -> tuple[str, str]:
    axes = axes_of(counted)
    rows, columns = asked.get("rows") or "month", asked.get("columns", "")
    for name, axis in ((_("Rows"), rows), (_("Columns"), columns)):
        if axis and axis not in axes:
            raise BadChoice(
                field=name, problem=_("“%(text)s” does not tell this apart") % {"text": axis[:40]}
            )
    if rows == columns:
        raise BadChoice(field=_("Columns"), problem=_("the same as the rows"))
    return rows, columns


def _period(asked: Mapping[str, str]) -> tuple[str, datetime.date, datetime.date]:
    today = clock.today()
    period = asked.get("period", "")
    if period:
        return period, *days_of(_one_of(RELATIVE, period, _("Period")), today)
    first = _day(asked.get("first", ""), today.replace(month=1, day=1), _("From"))
    last = _day(asked.get("last", ""), today, _("To"))
    if last < first:
        raise BadChoice(field=_("To"), problem=_("lies before the first day"))
    return "", first, last


def _where(asked: Mapping[str, str], counted: str) -> dict[str, str]:
    """The values asked for, in the registry's order."""
    found = {}
    for name, value in asked.items():
        if not name.startswith(WHERE) or not value:
            continue
        dimension = name.removeprefix(WHERE)
        if dimension not in carried_by(counted):
            told = {"text": dimension[:40]}
            raise BadChoice(field=_("Only"), problem=_("“%(text)s” does not tell this apart") % told)
        found[dimension] = _one_of(values_of(dimension), value, str(DIMENSIONS[dimension].label))
    return {name: found[name] for name in DIMENSIONS if name in found}


def _one_of(known: Mapping[str, object] | list[str], text: str, name: str) -> str:
    if text not in known:
        raise BadChoice(field=name, problem=_("there is no “%(text)s”") % {"text": text[:40]})
    return text


def _day(text: str, usual: datetime.date, name: str) -> datetime.date:
    if not text:
        return usual
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadChoice(field=name, problem=_("“%(text)s” is not a day") % {"text": text[:40]})
    return day
