"""A point outside the library."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class PointForm(forms.Form):
    library = forms.ChoiceField(label=_("Library"))
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=120)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120)

    def __init__(self, *args: Any, libraries: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["library"].choices = [(str(unit.pk), unit.name) for unit in libraries]  # type: ignore[attr-defined]
