"""The like of what is sent is kept already: a form says so, shows the earlier one, and keeps both only if told to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Earlier:
    """What was kept before, in words; `address`: the page that shows it, or none."""

    text: str
    address: str = ""


class MayBeAlike(forms.Form):
    """A form of what is counted. `earlier`: the like of it, once the form has warned (components/alike.html)."""

    another = forms.BooleanField(label=_("It is another one: keep both"), required=False)
    earlier: Sequence[Earlier] = ()

    def warned(self, earlier: Sequence[Earlier]) -> bool:
        """True where the like is kept already and nobody said that this is another one; the form says so then."""
        if not earlier or self.cleaned_data.get("another"):
            return False
        self.earlier = earlier
        self.add_error(None, str(_("The like of it is kept already. Is this another one?")))
        return True
