"""The forms of the events room: which fields there are and what they are called."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orda.events.models import Audience, Direction, Form, HeldEvent
from orda.events.refusals import BadEventField
from orda.events.services import LARGEST_NUMBER
from orda.events.services.evidence import LONGEST_LINK, LONGEST_NOTE
from orda.events.services.held import LONGEST_TITLE
from orda.network.alike import MayBeAlike
from orda.network.models import Unit

NUMBER = forms.NumberInput(attrs={"min": 0, "max": LARGEST_NUMBER, "inputmode": "numeric"})


class _Refusable(forms.Form):
    def refuse(self, refusal: BadEventField) -> None:
        """Shows a service's refusal at the field that it names."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class NumbersForm(_Refusable):
    """How many came and how many looked."""

    attendance = forms.IntegerField(
        label=_("Attendance, people"), min_value=0, max_value=LARGEST_NUMBER, required=False, widget=NUMBER
    )
    views = forms.IntegerField(
        label=_("Views"), min_value=0, max_value=LARGEST_NUMBER, required=False, widget=NUMBER
    )

    def numbers(self) -> dict[str, int]:
        """Both numbers; an empty field is none."""
        return {name: self.cleaned_data.get(name) or 0 for name in ("attendance", "views")}


class EvidenceForm(_Refusable):
    """What shows that an event took place."""

    link = forms.CharField(
        label=_("Link"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.URLInput,
        help_text=_("A post, a news item, an album."),
    )
    file = forms.FileField(
        label=_("Photo or document"),
        required=False,
        help_text=_("At most 10 MB. Children are shown only where their parents have agreed."),
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False)


class HoldForm(MayBeAlike, NumbersForm):
    """An event that a library held. The libraries offered are those at which the person may note one."""

    library = forms.ModelChoiceField(label=_("Library"), queryset=Unit.objects.none(), empty_label=None)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    form = forms.ModelChoiceField(label=_("Form"), queryset=Form.objects.all())
    direction = forms.ModelChoiceField(label=_("Direction"), queryset=Direction.objects.all())
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=HeldEvent.Channel.choices, initial=HeldEvent.Channel.OFFLINE
    )

    counts_visits = forms.BooleanField(
        label=_("Count those who came as visits too"),
        required=False,
        help_text=_("Not where they were counted at the desk, at the door or by a gate."),
    )

    field_order = [
        "library",
        "day",
        "title",
        "form",
        "direction",
        "audience",
        "channel",
        "attendance",
        "views",
        "counts_visits",
    ]

    def __init__(self, *args: Any, libraries: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["library"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in libraries])
        if settings.VISITS_WITH_EVENT != "offer":
            del self.fields["counts_visits"]

    def event(self) -> dict[str, Any]:
        """What was filled in, as the service wants it."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "another"}
        return {**told, **self.numbers()}
