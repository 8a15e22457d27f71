"""Forms of exchange: routes of the van, sets, selections, interlibrary loans."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.forms.cards import CardField
from orda.circulation.models import InterlibraryLoan, Selection
from orda.network.models import Unit

WEEKDAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
)
MOST_STOPS = 12


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def _choices(libraries: Sequence[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in libraries]


class RouteForm(forms.Form):
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=80)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=80)
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the round"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, libraries: Sequence[Unit], stops: Sequence[int] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, MOST_STOPS + 1):
            self.fields[f"stop{number}"] = forms.ChoiceField(
                label=_("Stop %(number)s") % {"number": number},
                choices=[("", "–"), *_choices(libraries)],
                required=number <= 2,
                initial=str(stops[number - 1]) if number <= len(stops) else "",
            )

    @property
    def stops(self) -> list[int]:
        """The libraries in the order of the round, each once."""
        named = [self.cleaned_data[f"stop{number}"] for number in range(1, MOST_STOPS + 1)]
        return list(dict.fromkeys(int(one) for one in named if one))

    def stop_fields(self) -> list[forms.BoundField]:
        return [self[f"stop{number}"] for number in range(1, MOST_STOPS + 1)]


class SetForm(forms.Form):
    name = forms.CharField(label=_("Name of the set"), max_length=160)
    taker = forms.ChoiceField(label=_("For which library"))
    due_on = _day(
        _("To be given back by"),
        required=False,
        help_text=_("Left empty: a standing deposit, without a day."),
    )

    def __init__(self, *args: Any, libraries: Sequence[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["taker"].choices = _choices(libraries)  # type: ignore[attr-defined]


class BarcodesForm(forms.Form):
    barcodes = forms.CharField(
        label=_("Barcodes of the copies that are there, one a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=20_000,
    )


class SelectionForm(forms.Form):
    asker = forms.ChoiceField(label=_("Who asks"), choices=Selection.Asker.choices)
    card = CardField(required=False, help_text=_("For a reader's request."))
    topic = forms.CharField(
        label=_("What is wanted"), max_length=300, help_text=_("A topic, an author, titles.")
    )
    wanted = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=1000, initial=1)
    due_on = _day(_("Needed by"), required=False)


class AnswerForm(forms.Form):
    found = forms.IntegerField(
        label=_("Copies found"), min_value=0, max_value=1000, help_text=_("0: nothing was found; say why.")
    )
    answer = forms.CharField(label=_("In a few words"), max_length=300, required=False)

    def __init__(self, *args: Any, scanned: int = 0, **more: Any) -> None:
        super().__init__(*args, **more)
        if scanned:  # they are counted, not told
            del self.fields["found"]


class BackByForm(forms.Form):
    due_on = _day(
        _("To be given back by"),
        required=False,
        help_text=_("Left empty: a standing deposit, without a day."),
    )


class InterlibraryForm(forms.Form):
    direction = forms.ChoiceField(label=_("Which way"), choices=InterlibraryLoan.Direction.choices)
    partner = forms.CharField(label=_("The other library"), max_length=200)
    document = forms.CharField(
        label=_("Document"),
        max_length=500,
        required=False,
        help_text=_("From another network: author, title, year."),
    )
    card = CardField(required=False)
    barcode = forms.CharField(
        label=_("Barcode of our copy"), max_length=32, required=False, help_text=_("To another network.")
    )


class StepForm(forms.Form):
    due_on = _day(_("Due on"), required=False, help_text=_("Left empty: in a month."))
    answer = forms.CharField(label=_("In a few words"), max_length=300, required=False)
