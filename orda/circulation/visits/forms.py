"""Visits counted by a form: how many, why they came, and where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.points.models import ServicePoint
from orda.circulation.visits.services import MOST_AT_ONCE
from orda.diary.measures import AGE_GROUP, PURPOSE
from orda.network.alike import MayBeAlike


class VisitForm(MayBeAlike):
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    purpose = forms.ChoiceField(
        label=_("Purpose of the visit"), choices=lambda: list((PURPOSE.values or {}).items())
    )
    age_group = forms.ChoiceField(
        label=_("Reader group"),
        choices=lambda: [("", _("not stated")), *(AGE_GROUP.values or {}).items()],
        required=False,
    )
    point = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, points: Sequence[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [  # type: ignore[attr-defined]
            ("", _("in the library")),
            *((str(point.pk), point.name) for point in points),
        ]

    @property
    def point_id(self) -> int | None:
        chosen = self.cleaned_data["point"]
        return int(chosen) if chosen else None
