"""The slip of a hold: for which reader, at which library, until when."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.cards import CardField, CardForm
from orda.network.models import Unit


class PlaceForm(CardForm):
    card = CardField()
    library = forms.ChoiceField(label=_("To be fetched at"))
    copy = forms.ChoiceField(label=_("Which copy"), required=False)
    needed_until = forms.DateField(
        label=_("Needed until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("After this day the hold ends by itself."),
    )

    def __init__(
        self, *args: Any, libraries: Sequence[Unit], copies: Sequence[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["library"].choices = [(str(unit.pk), unit.name) for unit in libraries]  # type: ignore[attr-defined]
        any_copy = [("", _("any copy")), *((str(pk), number) for pk, number in copies)]
        self.fields["copy"].choices = any_copy  # type: ignore[attr-defined]


class UntilForm(forms.Form):
    until = forms.DateField(label=_("Away until"), widget=forms.DateInput(attrs={"type": "date"}))
