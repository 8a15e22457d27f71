"""The forms of registration. The rules stand in services; a form only reads what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orda.network.scan_field import LONGEST_SCAN
from orda.readers import iin as iins
from orda.readers.consents.forms import scope_of
from orda.readers.fields import RefusableForm, a_day, a_text
from orda.readers.registering.checking import THIS_READER, WHOLE_FAMILY, NewReader
from orda.readers.registering.families import members_of
from orda.readers.registering.models import Family, Reader
from orda.readers.years.fields import a_school_year, ask_school_year, need_school_year

PEOPLE = [choice for choice in Reader.Category.choices if choice[0] != Reader.Category.GROUP]
MOST_CHILDREN = 12


class PersonForm(RefusableForm):
    """What is asked of everybody. `needs`: the person who types may see health data."""

    family_name = a_text(_("Family name"), 80, required=True)
    given_name = a_text(_("Given name"), 80, required=True)
    patronymic = a_text(_("Patronymic"), 80)
    birth_date = a_day(_("Birth date"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Reader.Sex.choices, required=False)
    school = a_text(_("School or kindergarten"), 120)
    school_class = a_text(_("Class"), 8)
    school_year = a_school_year()
    iin = a_text(
        _("IIN"), 12, help_text=_("May be left out. Kept enciphered."), attrs={"inputmode": "numeric"}
    )
    card_number = a_text(
        _("Card number"),
        LONGEST_SCAN,
        help_text=_("Scan a new card, or leave empty to get a number."),
        attrs={"data-scan": ""},
    )
    home_delivery = forms.BooleanField(label=_("Books are brought home"), required=False)
    address = a_text(
        _("Home address"), 250, help_text=_("For whoever brings the books. May be left out, seen by few.")
    )
    disability = forms.BooleanField(
        label=_("Reader with a disability"),
        required=False,
        help_text=_("Counted only; never shown on the card."),
    )
    access_need = a_text(_("What is needed to get in, hear, see"), 200)

    def __init__(self, *args: Any, needs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_school_year(self)
        if not needs:
            del self.fields["disability"], self.fields["access_need"], self.fields["address"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        need_school_year(self, self.initial.get("school_class", ""))
        return data

    def person(self) -> dict[str, Any]:
        """What was typed of the person."""
        return {name: self.cleaned_data[name] for name in PersonForm.base_fields if name in self.cleaned_data}


class ReachForm(RefusableForm):
    """How a family is reached, and its consent: typed once."""

    phone = a_text(_("Telephone of the parent"), 32, attrs={"inputmode": "tel"})
    email = a_text(_("E-mail"), 254, attrs={"inputmode": "email"})
    language = forms.ChoiceField(
        label=_("Language of messages"),
        choices=[("", _("as the family has it, else Kazakh")), ("kk", _("Kazakh")), ("ru", _("Russian"))],
        required=False,
    )
    reached_by = forms.ChoiceField(label=_("Reminded by"), choices=Family.By.choices, required=False)
    many_children = forms.BooleanField(label=_("Family with many children"), required=False)
    for_whom = forms.ChoiceField(
        label=_("Changed for"),
        choices=[("", "—"), (THIS_READER, _("this reader only")), (WHOLE_FAMILY, _("the whole family"))],
        required=False,
        help_text=_("What the family has of parent, telephone, e-mail, language and reminders."),
    )
    consent_messages = forms.BooleanField(label=_("Agrees to reminders by e-mail and SMS"), required=False)
    consent_photos = forms.BooleanField(
        label=_("Agrees to photographs from events being published"), required=False
    )
    consent_signed = forms.BooleanField(
        label=_("The signed consent sheet is here, I have seen it"),
        required=False,
        help_text=_("Not ticked: the sheet is still to be signed, and nothing is lent until it is."),
    )

    def reach(self) -> dict[str, Any]:
        """What was typed, as a registration form has it."""
        data = self.cleaned_data
        return {
            "email": data["email"],
            "language": data["language"],
            "reached_by": data["reached_by"],
            "many_children": data["many_children"],
            "for_whom": data["for_whom"],
            "consent_scope": scope_of(data),
            "consent_signed": data["consent_signed"],
        }


class RegistrationForm(PersonForm, ReachForm):
    """One reader: a child with their parent, or a grown-up."""

    field_order = [
        *(
            "family_name",
            "given_name",
            "patronymic",
            "birth_date",
            "sex",
            "category",
            "school",
            "school_class",
            "school_year",
        ),
        *(
            "guardian_name",
            "guardian_phone",
            "phone",
            "email",
            "reached_by",
            "language",
            "many_children",
            "for_whom",
        ),
    ]

    category = forms.ChoiceField(label=_("Category"), choices=PEOPLE)
    guardian_name = a_text(_("Parent or guardian"), 160, help_text=_("Needed under 16 years."))
    guardian_phone = a_text(_("Telephone of the parent"), 32, attrs={"inputmode": "tel"})
    phone = a_text(_("Reader's telephone"), 32, attrs={"inputmode": "tel"})
    consent_by = a_text(
        _("Consent to the use of personal data signed by"),
        160,
        required=True,
        help_text=_("The parent's name for a child, on the signed form."),
    )

    def as_new_reader(self) -> NewReader:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        own = {
            name: data[name]
            for name in ("category", "guardian_name", "guardian_phone", "phone", "consent_by")
        }
        return NewReader(**self.person(), **self.reach(), **own)


class ChangeForm(RegistrationForm):
    """The same of a reader who is kept already; the consent and the card have acts of their own."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        self.reader = reader
        kwargs.setdefault("initial", _kept(reader))
        super().__init__(*args, **kwargs)
        for name in ("consent_by", "consent_messages", "consent_photos", "consent_signed", "card_number"):
            del self.fields[name]
        if reader.family is None or not members_of(reader.family).exclude(pk=reader.pk).exists():
            del self.fields["for_whom"]
        self.fields["iin"].help_text = (
            _("Kept: %(iin)s. Leave empty to keep it.") % {"iin": iins.masked(reader.iin_sealed)}
            if reader.iin_sealed
            else self.fields["iin"].help_text
        )

    def stands_apart(self) -> None:
        """The child lives with another parent now: who that is has to be typed, and it holds for the child alone."""
        emptied = ("guardian_name", "guardian_phone", "email")
        self.initial.update({**dict.fromkeys(emptied, ""), "for_whom": THIS_READER})

    def as_new_reader(self) -> NewReader:
        data = dict(self.cleaned_data)
        data["consent_by"] = data["guardian_name"] or self.reader.full_name  # nothing is signed by a change
        return NewReader(**data)


def _kept(reader: Reader) -> dict[str, Any]:
    names = [name for name in RegistrationForm.base_fields if name != "iin" and hasattr(reader, name)]
    kept = {name: getattr(reader, name) for name in names}
    family = reader.family
    if family is not None:
        kept |= {
            "language": family.language,
            "reached_by": family.reached_by,
            "many_children": family.many_children,
            "email": reader.email or family.email,
        }
    return kept


class ParentForm(ReachForm):
    """The parent of a family; a reader too where that is ticked."""

    family_name = a_text(_("Parent's family name"), 80, required=True, attrs={"autofocus": ""})
    given_name = a_text(_("Parent's given name"), 80, required=True)
    reads = forms.BooleanField(
        label=_("The parent becomes a reader too"),
        required=False,
        help_text=_("A leader of children's reading; needs a birth date."),
    )
    birth_date = a_day(_("Parent's birth date"), required=False)
    sex = forms.ChoiceField(label=_("Parent's sex"), choices=Reader.Sex.choices, required=False)
    iin = a_text(_("Parent's IIN"), 12, attrs={"inputmode": "numeric"})
    card_number = a_text(_("Parent's card number"), LONGEST_SCAN, attrs={"data-scan": ""})

    field_order = ["family_name", "given_name", "phone", "email", "reached_by", "language", "many_children"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reads") and not data.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", _("This field is needed."))
        return data

    @property
    def name(self) -> str:
        return f"{self.cleaned_data['family_name']} {self.cleaned_data['given_name']}".strip()


class GroupForm(RefusableForm):
    """A class or a kindergarten that borrows as one."""

    family_name = a_text(
        _("Name of the group"), 80, required=True, help_text=_("As children say it: 3Ә, Daisy.")
    )
    school = a_text(_("School or kindergarten"), 120)
    school_class = a_text(_("Class"), 8)
    school_year = a_school_year()
    members = forms.IntegerField(label=_("Members"), widget=forms.NumberInput(attrs={"min": 1, "max": 500}))
    guardian_name = a_text(_("Teacher who answers for it"), 160, required=True)
    phone = a_text(_("Telephone"), 32, attrs={"inputmode": "tel"})
    card_number = a_text(_("Card number"), LONGEST_SCAN, attrs={"data-scan": ""})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_school_year(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        need_school_year(self, self.initial.get("school_class", ""))
        return data

    def said(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        data = dict(self.cleaned_data)
        return {"name": data.pop("family_name"), "leader": data.pop("guardian_name"), **data}


class GroupChangeForm(GroupForm):
    """The same of a group that is kept already; a new card has an act of its own."""

    def __init__(self, *args: Any, group: Reader, **kwargs: Any) -> None:
        names = ("family_name", "school", "school_class", "members", "guardian_name")
        kept = {name: getattr(group, name) for name in names}
        kwargs["initial"] = {**kept, "phone": group.guardian_phone}
        super().__init__(*args, **kwargs)
        del self.fields["card_number"]
