"""The field of a form that asks of which school year a class is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.readers.years.ages import school_years_asked


def a_school_year(**more: Any) -> forms.TypedChoiceField:
    """The year in which the class begins, 2024 of 2024/25; `ask_school_year` offers what may be meant today."""
    return forms.TypedChoiceField(
        label=_("School year of the class"), coerce=int, empty_value=None, required=False, **more
    )


def ask_school_year(form: forms.Form, *, always: bool = False) -> None:
    """Offers the running school year and, in summer, the next. Where there is but one nobody is asked.

    In summer nothing is chosen beforehand: the wrong year is a whole grade. `always`: the field stays.
    """
    years = school_years_asked(clock.today())
    if len(years) == 1 and not always:
        del form.fields["school_year"]
        return
    field = form.fields["school_year"]
    choices = [(year, f"{year}/{(year + 1) % 100:02d}") for year in years]
    field.choices = choices if len(years) == 1 else [("", "—"), *choices]  # type: ignore[attr-defined]


def need_school_year(form: forms.Form, said_before: str = "") -> None:
    """Asks for the year where it is asked and a class is typed that is not the one said before."""
    data = form.cleaned_data
    if "school_year" not in form.fields or data.get("school_year") is not None:
        return
    if data.get("school_class", "").strip() not in ("", said_before):
        form.add_error("school_year", _("Say of which school year the class is: this one or the next."))
