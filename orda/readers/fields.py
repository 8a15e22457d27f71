"""Fields that several forms of readers have; a form shows a refusal at the field it names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal
from orda.readers.refusals import CardTaken, IinTaken, LabelTaken

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d%m%Y"]


# The field at which a refusal that names none is shown.
_FIELD_OF = {CardTaken: "card_number", LabelTaken: "card_number", IinTaken: "iin"}


def a_day(label: Any, **more: Any) -> forms.DateField:
    """A day typed with digits alone, "08032015", or as one likes."""
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(
            attrs={"inputmode": "numeric", "placeholder": "31.12.2015", "autocomplete": "off"},
            format="%d.%m.%Y",
        ),
        error_messages={"invalid": _("There is no such day.")},
        **more,
    )


def a_text(label: Any, longest: int, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off", **more.pop("attrs", {})}),
        **more,
    )


class RefusableForm(forms.Form):
    """A form to which a service may say no."""

    def refuse(self, refusal: Refusal) -> None:
        """Shows a refusal at the field it names."""
        field = getattr(refusal, "field", None) or _FIELD_OF.get(type(refusal))
        self.add_error(field if field in self.fields else None, str(refusal))
