"""The filter of the overdue page, and a call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.reminders.messages.models import Message
from orda.reminders.overdue.queries import EVERYBODY, NOT_WRITTEN, TO_CALL, Asked


class AskedForm(forms.Form):
    """The filter of the overdue page."""

    days = forms.TypedChoiceField(
        label=_("Late by at least"),
        coerce=int,
        required=False,
        choices=[
            (1, _("1 day")),
            (7, _("7 days")),
            (14, _("14 days")),
            (30, _("30 days")),
            (90, _("90 days")),
        ],
    )
    school = forms.CharField(label=_("School or kindergarten"), max_length=60, required=False)
    school_class = forms.CharField(label=_("Class"), max_length=8, required=False)
    who = forms.ChoiceField(
        label=_("Of whom"),
        required=False,
        choices=[
            (EVERYBODY, _("everybody")),
            (NOT_WRITTEN, _("those whom no message reaches")),
            (TO_CALL, _("those not called for two weeks")),
        ],
    )

    def asked(self) -> Asked:
        """What was asked for; a strange value asks for nothing."""
        self.is_valid()
        return Asked(**{"days": 1, **{key: value for key, value in self.cleaned_data.items() if value}})


class CallForm(forms.Form):
    result = forms.ChoiceField(label=_("What came of it"), choices=Message.Result.choices)
    text = forms.CharField(label=_("Note"), max_length=300, required=False)
