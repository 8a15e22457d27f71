"""Forms of hiring, appointing and leave. Last days are typed; kept is the day after, on which it holds no more."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.entry.forms import username
from orda.network.models import Role, Unit

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_NEXT = datetime.timedelta(days=1)


class _Name(forms.CharField):
    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, max_length=150, **more)


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.code} · {obj.name}"


class _LastDay(forms.Form):
    """`last` is the last day that counts; `until` the day after."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        last, since = told.pop("last", None), told.get("since")
        if last and since and last < since:
            self.add_error("last", _("It would end before it begins."))
        told["until"] = last + _NEXT if last else None
        return told


class AppointForm(_LastDay):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.LIBRARIAN)
    unit = UnitChoice(
        label=_("Where"),
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text=_("There and everywhere below."),
    )
    since = forms.DateField(label=_("First day"), widget=_DAY)
    last = forms.DateField(label=_("Last day"), widget=_DAY, required=False, help_text=_("Empty: for good."))

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class PersonForm(forms.Form):
    family_name = _Name(_("Family name"))
    given_name = _Name(_("Given name"))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("A forgotten password is mended by a letter to it.")
    )


class HireForm(AppointForm):
    family_name = _Name(_("Family name"))
    given_name = _Name(_("Given name"))
    username = _Name(
        _("User name"), help_text=_("What they type to sign in: short, small letters. It never changes.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("A forgotten password is mended by a letter to it.")
    )
    language = forms.ChoiceField(label=_("Language of their pages"), choices=settings.LANGUAGES)
    field_order = [
        "family_name",
        "given_name",
        "username",
        "email",
        "language",
        "role",
        "unit",
        "since",
        "last",
    ]

    def clean_username(self) -> str:
        return username(self.cleaned_data["username"])


class LeaveForm(_LastDay):
    since = forms.DateField(label=_("First day away"), widget=_DAY)
    last = forms.DateField(
        label=_("Last day away"), widget=_DAY, required=False, help_text=_("Empty: not yet known.")
    )
