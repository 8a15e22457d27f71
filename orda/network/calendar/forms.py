"""A closing, the hours of a week, a single day, a holiday that repeats."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from orda.network.calendar.days import Hours
from orda.network.calendar.models import Closing, Timetable
from orda.network.models import Unit

YEARS = (2000, 2200)


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("No year has such a day.")},
    )


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


def _in_years(form: forms.Form, *names: str) -> None:
    for name in names:
        day = form.cleaned_data.get(name)
        if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
            form.add_error(name, _("No year has such a day."))


class _OfUnit(forms.Form):
    """Something of one of the units that a person may speak for."""

    unit = forms.ChoiceField(label=_("Library"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class ClosingForm(_OfUnit):
    first = _day(_("First day"))
    last = _day(_("Last day"))
    kind = forms.ChoiceField(label=_("Why it is shut"), choices=Closing.Kind.choices)
    note = forms.CharField(
        label=_("What readers are told besides"), max_length=200, required=False, strip=True
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        _in_years(self, "first", "last")
        return self.cleaned_data


class WeekForm(_OfUnit):
    """Four times for each weekday; an empty line is a day that is shut."""

    since = _day(_("From"))
    until = _day(_("Until (empty: for good)"), required=False)
    season_first = _day(_("Each year from"), required=False)
    season_last = _day(_("to"), required=False)
    sanitary_week = forms.TypedChoiceField(
        label=_("Sanitary day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("none")), (1, _("the first")), (2, _("the second")), (3, _("the third"))]
        + [(4, _("the fourth")), (Timetable.LAST, _("the last"))],
    )
    sanitary_weekday = forms.TypedChoiceField(
        label=_("of a month"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *((day + 1, WEEKDAYS[day]) for day in range(7))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in range(1, 8):
            self.fields[f"open{day}"] = forms.BooleanField(label=_("open"), required=False)
            for name, label in _TIMES:
                self.fields[f"{name}{day}"] = _time(label)

    def lines(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Each weekday with its fields."""
        for day in range(1, 8):
            yield WEEKDAYS[day - 1], [self[f"open{day}"], *(self[f"{name}{day}"] for name, _label in _TIMES)]

    def first_line(self) -> list[forms.BoundField]:
        """Its labels head the columns."""
        return next(self.lines())[1]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        _in_years(self, "since", "until")
        if bool(told.get("season_first")) != bool(told.get("season_last")):
            self.add_error("season_first", _("A season has a first day and a last one."))
        if bool(told.get("sanitary_week")) != bool(told.get("sanitary_weekday")):
            self.add_error("sanitary_week", _("Say which weekday of the month it is, or none."))
        return told

    def hours(self) -> dict[int, Hours]:
        """What was typed; a weekday without a tick is shut."""
        told = self.cleaned_data
        return {
            day: Hours(*(told.get(f"{name}{day}") for name, _label in _TIMES))
            for day in range(1, 8)
            if told.get(f"open{day}")
        }

    def season(self) -> tuple[int, int] | None:
        first, last = self.cleaned_data.get("season_first"), self.cleaned_data.get("season_last")
        return (first.month * 100 + first.day, last.month * 100 + last.day) if first and last else None

    def sanitary(self) -> tuple[int, int] | None:
        week, weekday = self.cleaned_data.get("sanitary_week"), self.cleaned_data.get("sanitary_weekday")
        return (week, weekday) if week and weekday else None


_TIMES = (
    ("opens", _("opens")),
    ("closes", _("closes")),
    ("break_from", _("break from")),
    ("break_to", _("break to")),
)


class SingleDayForm(_OfUnit):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="day_%s", **kwargs)

    day = _day(_("Day"))
    name = forms.CharField(label=_("What it is called"), max_length=120)
    works = forms.BooleanField(label=_("a working day (moved, or with hours of its own)"), required=False)
    opens = _time(_("opens"))
    closes = _time(_("closes"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        _in_years(self, "day")
        return self.cleaned_data

    def hours(self) -> Hours | None:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        return Hours(opens, closes) if opens or closes else None


class YearlyForm(_OfUnit):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="yearly_%s", **kwargs)

    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=31)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=list(MONTHS.items()))
    name = forms.CharField(label=_("What it is called"), max_length=120)
    since = forms.IntegerField(label=_("Since the year"), min_value=YEARS[0], max_value=YEARS[1])


class YearForm(_OfUnit):
    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[1])


class EndForm(forms.Form):
    until = forms.IntegerField(label=_("Last year"), min_value=YEARS[0], max_value=YEARS[1])


def week_as_typed(hours: Sequence[Hours | None]) -> dict[str, Any]:
    """Initial values of a `WeekForm` for hours as they are, Monday first."""
    found: dict[str, Any] = {}
    for day, one in enumerate(hours, 1):
        found[f"open{day}"] = one is not None
        for name, _label in _TIMES:
            found[f"{name}{day}"] = getattr(one, name, None)
    return found


def season_day(at: int | None) -> datetime.date | None:
    """A day of a season as a date of a leap year, to be shown."""
    return None if at is None else datetime.date(2024, at // 100, at % 100)
