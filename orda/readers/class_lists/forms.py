"""A class list to be taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.readers.fields import RefusableForm, a_text
from orda.readers.years.fields import a_school_year, ask_school_year


class ClassListForm(RefusableForm):
    """A list of a class from a school, and the school year that it is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_year"].required = True
        ask_school_year(self, always=True)

    file = forms.FileField(
        label=_("List, XLSX or CSV"),
        help_text=_("Its first row names the columns: name, birth date, class, parent, telephone, IIN."),
    )
    school = a_text(_("School or kindergarten"), 120, help_text=_("Where the list doesn't say it."))
    school_class = a_text(_("Class"), 8)
    school_year = a_school_year(
        error_messages={"required": _("Say of which school year the class is: this one or the next.")},
        help_text=_("A list of the new year may come in August: its classes are not raised on 1 September."),
    )
    consent_signed = forms.BooleanField(
        label=_("The signed consent sheets of all of them are here, I have seen them"),
        required=False,
        help_text=_("Not ticked: the sheets are still to be signed, and nothing is lent until they are."),
    )
