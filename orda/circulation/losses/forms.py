"""Forms of losses: the rules stand in the services; a form only reads what was typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.losses.models import LossCase
from orda.network.scan_field import ScanField

_TENGE = {"inputmode": "decimal", "min": 0, "step": "0.01"}


class OpenForm(forms.Form):
    barcode = ScanField(
        label=_("Barcode of the copy"),
        help_text=_("Scan it, or type it off the reader's loans."),
    )
    kind = forms.ChoiceField(label=_("What happened"), choices=LossCase.Kind.choices)
    remark = forms.CharField(label=_("In a few words"), max_length=300, required=False)


class ReplaceForm(forms.Form):
    record = forms.IntegerField(
        label=_("Record in the catalogue"),
        help_text=_("The lost book's own record for the same book; for an equal one, that one's number."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )
    barcode = ScanField(label=_("Barcode of the new copy"))
    inventory_number = forms.CharField(label=_("Inventory number"), max_length=32)
    price = forms.DecimalField(
        label=_("Price, tenge"), max_digits=12, decimal_places=2, widget=forms.NumberInput(attrs=_TENGE)
    )


class PayForm(forms.Form):
    paid = forms.DecimalField(
        label=_("Market value, tenge"),
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs=_TENGE),
    )
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=60)


class WaiveForm(forms.Form):
    reason = forms.CharField(label=_("Why nothing is asked for"), max_length=300)


class ReopenForm(forms.Form):
    why = forms.CharField(label=_("What was written down by mistake"), max_length=200)


class WriteOffForm(forms.Form):
    number = forms.CharField(label=_("Number of the act"), max_length=32)
