"""The form by which its owner changes a kept report."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.reports.models import SavedReport

LONGEST_TITLE = 200
MOST_ADDRESSES = 20


class SavedForm(forms.Form):
    """Title, who sees it, and when it goes to whom."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)
    shared = forms.BooleanField(label=gettext_lazy("For all who see the board"), required=False)
    schedule = forms.ChoiceField(
        label=gettext_lazy("By e-mail"),
        required=False,
        choices=[("", gettext_lazy("no letters")), *SavedReport.Schedule.choices],
    )
    addresses = forms.CharField(
        label=gettext_lazy("To whom"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("E-mail addresses, one a line."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letters"), choices=settings.LANGUAGES)

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if not title.isprintable():
            raise ValidationError(_("There is a sign that can't be printed."))
        return title

    def clean_addresses(self) -> str:
        """Each address once, one a line."""
        found = list(dict.fromkeys(self.cleaned_data["addresses"].replace(",", " ").split()))
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("At most %(most)s addresses.") % {"most": MOST_ADDRESSES})
        for one in found:
            try:
                validate_email(one)
            except ValidationError:
                raise ValidationError(
                    _("“%(text)s” is not an e-mail address.") % {"text": one[:60]}
                ) from None
        return "\n".join(found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("schedule") and not cleaned.get("addresses") and "addresses" not in self.errors:
            self.add_error("addresses", _("Say to whom it goes."))
        return cleaned
