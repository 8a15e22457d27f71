"""A field for a reader's card."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.network.scan_field import ScanField
from orda.readers.models import Reader
from orda.readers.queries import reader_by_card


class CardField(ScanField):
    """A card, scanned or typed. Cleaned, it is the reader who holds it and is served at the unit `at`; None where it
    may stay empty and does."""

    at = 0

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Reader's card"), **more)

    def clean(self, value: Any) -> Reader | None:
        number = super().clean(value)
        if not number:
            return None
        reader = reader_by_card(number, at=self.at)
        if reader is None:
            raise forms.ValidationError(_("No reader has this card."))
        return reader


class CardForm(forms.Form):
    """A form with a field `card`, at a unit."""

    def __init__(self, *args: Any, at: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["card"].at = at  # type: ignore[attr-defined]
