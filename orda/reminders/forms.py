"""Forms of the room: a form reads what was typed, the services decide."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
from orda.reminders import queries
from orda.reminders.models import Campaign, Message
from orda.reminders.services.campaigns import NewCampaign


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


class CampaignForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Campaign.Kind.choices)
    name_kk = forms.CharField(
        label=_("Name in Kazakh"), max_length=160, widget=forms.TextInput(attrs={"lang": "kk"})
    )
    name_ru = forms.CharField(
        label=_("Name in Russian"), max_length=160, widget=forms.TextInput(attrs={"lang": "ru"})
    )
    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    libraries = forms.ModelMultipleChoiceField(
        label=_("Libraries"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, libraries: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["libraries"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = libraries
        field.initial = libraries

    def campaign(self) -> NewCampaign:
        """What was filled in, as the service takes it."""
        return NewCampaign(**{key: value for key, value in self.cleaned_data.items() if key != "libraries"})
