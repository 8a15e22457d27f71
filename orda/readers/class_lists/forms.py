"""A class list to be taken in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.readers.fields import RefusableForm, a_text


class ClassListForm(RefusableForm):
    """A list of a class from a school."""

    file = forms.FileField(
        label=_("List, XLSX or CSV"),
        help_text=_("Its first row names the columns: name, birth date, class, parent, telephone, IIN."),
    )
    school = a_text(_("School or kindergarten"), 120, help_text=_("Where the list doesn't say it."))
    school_class = a_text(_("Class"), 8)
    consent_later = forms.BooleanField(
        label=_("Consent sheets are still to be signed"),
        required=False,
        initial=True,
        help_text=_("Nothing is lent until it is."),
    )
