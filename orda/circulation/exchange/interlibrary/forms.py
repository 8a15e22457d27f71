"""Forms of interlibrary loans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.cards import CardField, CardForm
from orda.circulation.exchange.fields import day_field
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.network.scan_field import ScanField


class InterlibraryForm(CardForm):
    direction = forms.ChoiceField(label=_("Which way"), choices=InterlibraryLoan.Direction.choices)
    partner = forms.CharField(label=_("The other library"), max_length=200)
    document = forms.CharField(
        label=_("Document"),
        max_length=500,
        required=False,
        help_text=_("From another network: author, title, year."),
    )
    card = CardField(required=False)
    barcode = ScanField(label=_("Barcode of our copy"), required=False, help_text=_("To another network."))


class StepForm(forms.Form):
    due_on = day_field(_("Due on"), required=False, help_text=_("Left empty: in a month."))
    answer = forms.CharField(label=_("In a few words"), max_length=300, required=False)
