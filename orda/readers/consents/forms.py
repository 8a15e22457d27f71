"""Forms of consent: its parts, a new text."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.readers.consents.models import ConsentText
from orda.readers.fields import RefusableForm, a_day, a_text


def scope_of(data: Mapping[str, Any]) -> str:
    """The ticked parts of a consent as its codes."""
    asked = ("data", *(part for part in ("messages", "photos") if data.get(f"consent_{part}")))
    return " ".join(asked)


class ConsentTextForm(RefusableForm):
    """A new version of what is signed."""

    version = a_text(_("Version"), 16, required=True)
    purpose = forms.ChoiceField(
        label=_("What is agreed to"), choices=ConsentText.Purpose.choices, required=False
    )
    valid_from = a_day(_("Signed from this day on"))
    text_kk = forms.CharField(
        label=_("Text in Kazakh"), widget=forms.Textarea(attrs={"rows": 14, "lang": "kk"})
    )
    text_ru = forms.CharField(
        label=_("Text in Russian"), widget=forms.Textarea(attrs={"rows": 14, "lang": "ru"})
    )

    def clean_purpose(self) -> str:
        return str(self.cleaned_data["purpose"] or ConsentText.Purpose.SERVICE)
