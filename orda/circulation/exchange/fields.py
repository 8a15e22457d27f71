"""Fields that several forms of exchange have."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orda.network.models import Unit


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def library_choices(libraries: Sequence[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in libraries]
