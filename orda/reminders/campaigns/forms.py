"""A campaign to be set."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
from orda.reminders.campaigns.models import Campaign
from orda.reminders.campaigns.services import NewCampaign


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
