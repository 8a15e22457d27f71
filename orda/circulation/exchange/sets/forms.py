"""Forms of sets."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.exchange.fields import day_field, library_choices
from orda.network.models import Unit


class SetForm(forms.Form):
    name = forms.CharField(label=_("Name of the set"), max_length=160)
    taker = forms.ChoiceField(label=_("For which library"))
    due_on = day_field(
        _("To be given back by"),
        required=False,
        help_text=_("Left empty: a standing deposit, without a day."),
    )

    def __init__(self, *args: Any, libraries: Sequence[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["taker"].choices = library_choices(libraries)  # type: ignore[attr-defined]


class BarcodesForm(forms.Form):
    barcodes = forms.CharField(
        label=_("Barcodes of the copies that are there, one a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=20_000,
    )
