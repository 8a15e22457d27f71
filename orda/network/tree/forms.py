"""Forms of the tree."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Unit

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UnitForm(forms.Form):
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    library_type = forms.ChoiceField(
        label=_("Kind of library"), choices=[("", "–"), *Unit.LibraryType.choices], required=False
    )
    cohort = forms.ChoiceField(
        label=_("Where it is counted"),
        choices=[("", "–"), *Unit.Cohort.choices],
        required=False,
        help_text=_("The column of the plan's control indicators; of a library alone."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        kind = told.get("kind") or self.initial.get("kind")
        if told.get("cohort") and kind not in (Unit.Kind.LIBRARY, Unit.Kind.DEPARTMENT):
            self.add_error("cohort", _("The column of the plan's control indicators; of a library alone."))
        return told


class OpenForm(UnitForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=Unit.Kind.choices, initial=Unit.Kind.LIBRARY)
    code = forms.CharField(
        label=_("Code"), max_length=32, help_text=_("Short, as on the stamp: 5б. It never changes.")
    )
    opened_on = forms.DateField(label=_("Opens on"), widget=_DAY)
    field_order = [
        "kind",
        "code",
        "name_kk",
        "name_ru",
        "name_en",
        "library_type",
        "cohort",
        "address",
        "opened_on",
    ]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["opened_on"].initial = clock.today()

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not typed.isprintable() or "/" in typed:
            raise ValidationError(_("Letters and digits, please."))
        return typed


class DayForm(forms.Form):
    day = forms.DateField(label=_("First day on which it is closed"), widget=_DAY)


class MoveForm(forms.Form):
    parent = forms.ModelChoiceField(label=_("Under"), queryset=Unit.objects.none(), empty_label=None)
    day = forms.DateField(label=_("From"), widget=_DAY, help_text=_("Today or an earlier day."))

    def __init__(self, *args: Any, parents: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
