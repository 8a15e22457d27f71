"""Forms of selections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.cards import CardField, CardForm
from orda.circulation.exchange.fields import day_field
from orda.circulation.exchange.selections.models import Selection


class SelectionForm(CardForm):
    asker = forms.ChoiceField(label=_("Who asks"), choices=Selection.Asker.choices)
    card = CardField(required=False, help_text=_("For a reader's request."))
    topic = forms.CharField(
        label=_("What is wanted"), max_length=300, help_text=_("A topic, an author, titles.")
    )
    wanted = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=1000, initial=1)
    due_on = day_field(_("Needed by"), required=False)


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
    due_on = day_field(
        _("To be given back by"),
        required=False,
        help_text=_("Left empty: a standing deposit, without a day."),
    )
