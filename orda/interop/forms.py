"""The form of a new machine."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orda.interop.models import Device
from orda.network.models import Unit
from orda.network.queries import open_libraries


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Its name"), max_length=80, help_text=_("As you call it: “at the entrance”.")
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=Device.Kind.choices)
    library = forms.ModelChoiceField(label=_("Library"), queryset=Unit.objects.none(), empty_label=None)
    language = forms.ChoiceField(
        label=_("Its language"),
        choices=settings.LANGUAGES,
        help_text=_("Where the reader names no other."),
    )
    encoding = forms.ChoiceField(
        label=_("Its letters"),
        choices=Device.Encoding.choices,
        help_text=_("Of a self-check machine; its manual names them."),
    )
    needs_pin = forms.BooleanField(
        label=_("Asks for the PIN"),
        required=False,
        help_text=_("Else the card alone is enough, as at the desk."),
    )
    both_ways = forms.BooleanField(
        label=_("Counts those who leave too"),
        required=False,
        help_text=_("Of a gate: half of its count are visits."),
    )

    def __init__(self, *args: Any, unit: Unit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["library"].queryset = open_libraries(unit)  # type: ignore[attr-defined]
