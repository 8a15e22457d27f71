"""The form of a route of the van."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.exchange.fields import library_choices
from orda.network.models import Unit

WEEKDAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
)


MOST_STOPS = 12


class RouteForm(forms.Form):
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=80)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=80)
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the round"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, libraries: Sequence[Unit], stops: Sequence[int] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, MOST_STOPS + 1):
            self.fields[f"stop{number}"] = forms.ChoiceField(
                label=_("Stop %(number)s") % {"number": number},
                choices=[("", "–"), *library_choices(libraries)],
                required=number <= 2,
                initial=str(stops[number - 1]) if number <= len(stops) else "",
            )

    @property
    def stops(self) -> list[int]:
        """The libraries in the order of the round, each once."""
        named = [self.cleaned_data[f"stop{number}"] for number in range(1, MOST_STOPS + 1)]
        return list(dict.fromkeys(int(one) for one in named if one))

    def stop_fields(self) -> list[forms.BoundField]:
        return [self[f"stop{number}"] for number in range(1, MOST_STOPS + 1)]
