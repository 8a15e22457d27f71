"""The row of the table of rules as a form, and the question what the rules would say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.circulation.rules.models import LoanRule
from orda.circulation.rules.services import MOST, BadRule, Row
from orda.diary.measures import DOCUMENT_KIND
from orda.network.models import Unit
from orda.readers.models import Reader


def _kinds() -> list[tuple[str, Any]]:
    return list((DOCUMENT_KIND.values or {}).items())


class RuleForm(forms.Form):
    unit = forms.ChoiceField(label=_("Where"), required=False)
    category = forms.ChoiceField(
        label=_("Readers"), choices=[("", _("any reader")), *Reader.Category.choices], required=False
    )
    document_kind = forms.ChoiceField(
        label=_("Documents"), choices=lambda: [("", _("any document")), *_kinds()], required=False
    )
    limit = forms.IntegerField(
        label=_("Items at once"),
        min_value=0,
        max_value=MOST["limit"],
        initial=LoanRule.LIMIT,
        help_text=_("Of this kind of document, where the row names one."),
    )
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=MOST["days"], initial=LoanRule.DAYS)
    renewals = forms.IntegerField(
        label=_("Renewals"), min_value=0, max_value=MOST["renewals"], initial=LoanRule.RENEWALS
    )
    holds = forms.IntegerField(
        label=_("Open holds"), min_value=0, max_value=MOST["holds"], initial=LoanRule.HOLDS
    )
    debt_days = forms.IntegerField(
        label=_("Days of debt"),
        min_value=0,
        max_value=MOST["debt_days"],
        initial=LoanRule.DEBT,
        help_text=_(
            "Who keeps an item longer than so many days after its day takes nothing more home. 0: never minded."
        ),
    )
    reminders = forms.CharField(
        label=_("Reminder days"),
        max_length=40,
        required=False,
        initial=LoanRule.REMINDERS,
        help_text=_("Days before the due day, and with a minus after it: 3,0,-7"),
    )
    home = forms.BooleanField(
        label=_("May be taken home"), required=False, initial=True, help_text=_("Else the reading room only.")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anywhere = [("", _("every library"))] if everywhere else []
        self.fields["unit"].choices = [*anywhere, *((str(unit.pk), unit.name) for unit in units)]  # type: ignore[attr-defined]
        self.fields["unit"].required = not everywhere

    @property
    def row(self) -> Row:
        """What was typed, as the service takes it."""
        told = dict(self.cleaned_data)
        del told["unit"]
        return Row(**told)

    @property
    def unit_id(self) -> int | None:
        chosen = self.cleaned_data["unit"]
        return int(chosen) if chosen else None

    def refuse(self, refusal: BadRule) -> None:
        self.add_error(refusal.field, str(refusal))


class WhatIfForm(forms.Form):
    library = forms.ChoiceField(label=_("Library"))
    category = forms.ChoiceField(label=_("Reader"), choices=Reader.Category.choices)
    document_kind = forms.ChoiceField(label=_("Document"), choices=_kinds)

    def __init__(self, *args: Any, libraries: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["library"].choices = [(str(unit.pk), unit.name) for unit in libraries]  # type: ignore[attr-defined]
