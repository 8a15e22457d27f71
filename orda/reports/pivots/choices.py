"""What a pivot is asked for. The whole choice stands in the address, so that a report can be kept and shared."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.indicators.added import Added, added, row_of
from orda.planning.indicators.declared import COUNTED, Counted, Rate, Term
from orda.planning.indicators.values import stated_values
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


NOTHING_ADDED = Added(())


class BadChoice(Refusal):
    code = "bad_choice"
    message = gettext_lazy("%(field)s: %(problem)s")


@dataclass(frozen=True)
class Choice:
    """counted: a measure of the diary or a counted indicator. columns "" for none. cohort "" for all. period: one of
    RELATIVE, "" where the days stand for themselves. where: dimension -> the one value that is counted.
    known: the indicators that people added."""

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
    known: Added = field(default=NOTHING_ADDED, compare=False, repr=False)

    @property
    def stretches(self) -> list[tuple[datetime.date, datetime.date, tuple[Term, ...]]]:
        """(first day, last day, what is counted between them): an added indicator as each year defines it."""
        key = self.counted.removeprefix("i:")
        if self.counted in MEASURES or key in COUNTED:
            return [(self.first, self.last, terms_of(self.counted))]
        turns = [year for year in self.known.turns_from(self.first.year) if year <= self.last.year]
        found = []
        for year, after in zip(turns, [*turns[1:], self.last.year + 1], strict=True):
            row = self.known.in_force(year).counted.get(key)
            first, last = datetime.date(year, 1, 1), datetime.date(after - 1, 12, 31)
            if row is not None:
                found.append((max(first, self.first), min(last, self.last), row.terms))
        return found

    @property
    def label(self) -> Text:
        return countable(self.known)[self.counted]

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


def terms_of(counted: str, known: Added = NOTHING_ADDED) -> tuple[Term, ...]:
    """Every term that what is counted has; of an added indicator those of all its versions."""
    if not counted.startswith("i:"):
        return (Term(counted),)
    key = counted.removeprefix("i:")
    if key in COUNTED:
        return COUNTED[key].terms
    return tuple(term for row in _versions(known) if row.key == key for term in row.terms)


def countable(known: Added = NOTHING_ADDED) -> dict[str, Text]:
    """What can be counted: indicators first, those that people added after them, then the diary's own measures."""
    found = {f"i:{key}": row.label for key, row in COUNTED.items()}
    found |= {f"i:{row.key}": row.label for row in _versions(known)}
    return found | {key: measure.label for key, measure in MEASURES.items()}


def _versions(known: Added) -> list[Counted]:
    rows = [row_of(one) for one in known.versions if not one.retired]
    return [row for row in rows if not isinstance(row, Rate)]


def carried_by(counted: str, known: Added = NOTHING_ADDED) -> list[str]:
    """The dimensions that every line of what is counted may carry."""
    shared = [set(MEASURES[term.measure].dimensions) for term in terms_of(counted, known)]
    return [name for name in DIMENSIONS if all(name in names for names in shared)]


def axes_of(counted: str, known: Added = NOTHING_ADDED) -> dict[str, Text]:
    """By what a thing can be told apart: places, times, and the dimensions its lines carry."""
    found = dict(PLACES_AND_TIMES)
    if all(term.measure in AT_THE_DESK for term in terms_of(counted, known)):
        found[HOUR] = HOUR_LABEL
    return found | {name: DIMENSIONS[name].label for name in carried_by(counted, known)}


def axis_label(axis: str) -> str:
    if not axis:
        return ""
    return str(HOUR_LABEL if axis == HOUR else PLACES_AND_TIMES.get(axis) or DIMENSIONS[axis].label)


def values_of(dimension: str) -> dict[str, str]:
    """A dimension's values in words, "not stated" at the end; those of events stand in the events' own lists."""
    return {**stated_values(dimension), NOT_STATED: _("not stated")}


def choice_of(asked: Mapping[str, str], unit: Unit) -> Choice:
    """Reads an address. What is left out is as people usually ask it. Raises BadChoice, naming the field."""
    known = added()
    counted = _one_of(countable(known), asked.get("counted") or "i:loans", _("What is counted"))
    rows, columns = _axes(asked, axes_of(counted, known))
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
    where = _where(asked, carried_by(counted, known))
    return Choice(counted, rows, columns, first, last, unit, cohort, period, where, plot, known)


def _axes(asked: Mapping[str, str], axes: Mapping[str, Text]) -> tuple[str, str]:
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


def _where(asked: Mapping[str, str], carried: list[str]) -> dict[str, str]:
    """The values asked for, in the registry's order."""
    found = {}
    for name, value in asked.items():
        if not name.startswith(WHERE) or not value:
            continue
        dimension = name.removeprefix(WHERE)
        if dimension not in carried:
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
