"""The three steps."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from orda.network.entry.forms import NewPasswordForm, username
from orda.network.models import Staff, Unit


class NamesForm(forms.Form):
    """A unit in three languages; Russian and English may wait."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=32, help_text=_("Short, as on the stamp: 5б. It never changes.")
    )

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not typed.isprintable() or "/" in typed:
            raise ValidationError(_("Letters and digits, please."))
        return typed

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("name_ru", "name_en"):
            told[name] = told.get(name) or told.get("name_kk", "")
        return told


class LibraryForm(NamesForm):
    library_type = forms.ChoiceField(
        label=_("Kind of library"), choices=Unit.LibraryType.choices, initial=Unit.LibraryType.CENTRAL
    )
    cohort = forms.ChoiceField(
        label=_("Where it is counted"),
        choices=Unit.Cohort.choices,
        initial=Unit.Cohort.CHILDREN,
        help_text=_("The column of the plan's control indicators; of a library alone."),
    )

    def __init__(self, *args: Any, taken: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.taken = taken

    def clean_code(self) -> str:
        typed = super().clean_code()
        if typed == self.taken:
            raise ValidationError(_("The network has this code already."))
        return typed


class AdministratorForm(NewPasswordForm):
    family_name = forms.CharField(label=_("Family name"), max_length=150)
    given_name = forms.CharField(label=_("Given name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("What you type to sign in: short, small letters. It never changes."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("The language of my pages"), choices=settings.LANGUAGES)
    also_librarian = forms.BooleanField(
        label=_("I also work at the desk of the first library"), required=False
    )
    field_order = ["family_name", "given_name", "username", "email", "language", "password", "again"]

    def clean_username(self) -> str:
        return username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        self.staff = Staff(
            username=self.cleaned_data.get("username", ""),
            first_name=self.cleaned_data.get("given_name", ""),
            last_name=self.cleaned_data.get("family_name", ""),
        )
        return super().clean()
