"""The form of a line entered by hand: its fields follow the measure that was chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.diary import services
from orda.diary.measures import DIMENSIONS, MEASURES, Dimension
from orda.network.alike import MayBeAlike
from orda.network.refusals import Refusal

FIRST_CHOICE = "visit"
_FIELD_OF = {
    "reason_missing": "reason",
    "nothing_to_count": "quantity",
    "not_by_hand": "measure",
    "unknown_measure": "measure",
}


def _by_hand() -> list[tuple[str, Any]]:
    return [(measure.key, measure.label) for measure in MEASURES.values() if measure.manual]


class ManualLineForm(MayBeAlike):
    """What was counted, how many, and why by hand. `dimensions` are the fields that the measure adds."""

    measure = forms.ChoiceField(label=_("What was counted"), choices=_by_hand)
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=services.LARGEST_MANUAL, initial=1
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Where the number comes from: a power cut, a paper list, a phone call."),
    )

    def __init__(self, *args: Any, measure: str = FIRST_CHOICE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("measure") if self.is_bound else measure
        self.fields["measure"].initial = measure
        self.told_apart = _told_apart(str(chosen))
        for dimension in self.told_apart:
            self.fields[dimension.key] = forms.ChoiceField(
                label=str(dimension.label).capitalize(),
                choices=[("", _("not stated")), *(dimension.values or {}).items()],
                required=False,
            )

    @property
    def dimensions(self) -> list[forms.BoundField]:
        return [self[dimension.key] for dimension in self.told_apart]

    @property
    def values(self) -> dict[str, str]:
        """The dimension values that were chosen."""
        chosen = {one.key: self.cleaned_data[one.key] for one in self.told_apart}
        return {name: value for name, value in chosen.items() if value}

    def refuse(self, refusal: Refusal) -> None:
        """Shows a service's refusal at the field it speaks of."""
        self.add_error(_FIELD_OF.get(refusal.code), str(refusal))


def _told_apart(measure: str) -> list[Dimension]:
    """The measure's dimensions whose values the registry itself knows."""
    if measure not in MEASURES:
        return []
    return [DIMENSIONS[name] for name in MEASURES[measure].dimensions if DIMENSIONS[name].values]
