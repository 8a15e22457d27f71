"""The registration form. The rules stand in services; the form only reads what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.readers.models import Reader
from orda.readers.services import BadReaderField, NewReader


class RegistrationForm(forms.Form):
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=80, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("There is no such day.")},
    )
    category = forms.ChoiceField(label=_("Category"), choices=Reader.Category.choices)
    school = forms.CharField(label=_("School or kindergarten"), max_length=120, required=False)
    school_class = forms.CharField(label=_("Class"), max_length=8, required=False)
    guardian_name = forms.CharField(
        label=_("Parent or guardian"), max_length=160, required=False, help_text=_("Needed under 16 years.")
    )
    guardian_phone = forms.CharField(label=_("Telephone of the parent"), max_length=32, required=False)
    phone = forms.CharField(label=_("Reader's telephone"), max_length=32, required=False)
    disability = forms.BooleanField(
        label=_("Reader with a disability"),
        required=False,
        help_text=_("Counted only; never shown on the card."),
    )
    card_number = forms.CharField(
        label=_("Card number"),
        max_length=32,
        required=False,
        help_text=_("Scan a new card, or leave empty to get a number."),
    )
    consent_by = forms.CharField(
        label=_("Consent to the use of personal data signed by"),
        max_length=160,
        help_text=_("The parent's name for a child, on the signed form."),
    )

    def as_new_reader(self) -> NewReader:
        """What was typed, as the service takes it."""
        data: dict[str, Any] = dict(self.cleaned_data)
        return NewReader(**data)

    def refuse(self, refusal: BadReaderField) -> None:
        """Shows a refusal at the field it names."""
        self.add_error(refusal.field, str(refusal))
