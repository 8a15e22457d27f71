"""Forms of the room: a form reads what was typed, the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.reminders import queries
from orda.reminders.models import Message


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
            (queries.EVERYBODY, _("everybody")),
            (queries.NOT_WRITTEN, _("those whom no message reaches")),
            (queries.TO_CALL, _("those not called for two weeks")),
        ],
    )

    def asked(self) -> queries.Asked:
        """What was asked for; a strange value asks for nothing."""
        self.is_valid()
        return queries.Asked(
            **{"days": 1, **{key: value for key, value in self.cleaned_data.items() if value}}
        )


class CallForm(forms.Form):
    result = forms.ChoiceField(label=_("What came of it"), choices=Message.Result.choices)
    text = forms.CharField(label=_("Note"), max_length=300, required=False)
