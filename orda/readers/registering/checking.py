"""What a registration form must say, and how it is read."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from orda.readers import iin
from orda.readers.cards.services import check_card_number
from orda.readers.consents.models import Consent
from orda.readers.consents.services import signs_for_themselves
from orda.readers.phones import is_phone
from orda.readers.refusals import BadReaderField
from orda.readers.registering.models import Family, Reader
from orda.readers.typed import check_text
from orda.readers.years.ages import HIGHEST_GRADE, age_on, grade_of, school_years_asked

OLDEST = 120  # years
NEEDS_GUARDIAN_UNDER = 16  # years; domain: children under 16 on a parent's surety
OF_AGE = 18  # years; from then on nobody has a guardian
MOST_MEMBERS = 500  # of a group
LONGEST_PHONE = 32  # letters
THIS_READER, WHOLE_FAMILY = "reader", "family"


@dataclass(frozen=True)
class NewReader:
    """The registration form, as the person or a parent fills it in.

    From `email` on it says how the family is reached; an empty `language` says none. `consent_signed`: somebody holds
    the signed sheet in hand; it is never so by itself.
    """

    family_name: str
    given_name: str
    birth_date: datetime.date
    consent_by: str
    patronymic: str = ""
    sex: str = Reader.Sex.UNSAID
    iin: str = ""
    category: str = Reader.Category.CHILD
    disability: bool = False
    access_need: str = ""
    home_delivery: bool = False
    address: str = ""  # kept only where books are brought home
    school: str = ""
    school_class: str = ""
    school_year: int | None = (
        None  # of which the class is: the year in which it begins; None: the running one
    )
    phone: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    card_number: str = ""
    email: str = ""
    language: str = ""
    reached_by: str = Family.By.NOTHING
    many_children: bool = False
    for_whom: str = (
        ""  # THIS_READER or WHOLE_FAMILY: of what the family has otherwise; empty: nobody was asked
    )
    consent_scope: str = "data"
    consent_signed: bool = False


def check(form: NewReader, day: datetime.date) -> None:
    """Raises BadReaderField at the first field that is wrong."""
    for field, longest, needed in _TEXTS:
        check_text(field, getattr(form, field), longest, needed)
    _check_birth_date(form.birth_date, day)
    if form.category not in Reader.Category.values or form.category == Reader.Category.GROUP:
        raise BadReaderField("category", _("This reader category is not known."))
    if form.sex not in Reader.Sex.values:
        raise BadReaderField("sex", _("Choose one of the list."))
    check_card_number(form.card_number)
    for field in ("phone", "guardian_phone"):
        check_phone(field, getattr(form, field))
    if age_on(form.birth_date, day) < NEEDS_GUARDIAN_UNDER and not form.guardian_name.strip():
        raise BadReaderField("guardian_name", _("A child under 16 needs a parent or guardian."))
    signs_for_themselves(form, form.consent_by, day)
    check_class(form.school_class, form.school_year, day)
    if form.iin:
        iin.check(form.iin, form.birth_date, form.sex)
    _check_contact(form)


def check_phone(field: str, phone: str) -> None:
    """Raises BadReaderField for what is written as no telephone number is; an empty one says none."""
    if phone and (len(phone) > LONGEST_PHONE or not is_phone(phone)):
        raise BadReaderField(field, _("This is not a telephone number."))


def _check_birth_date(birth_date: datetime.date, day: datetime.date) -> None:
    if birth_date > day:
        raise BadReaderField("birth_date", _("The birth date lies in the future."))
    if age_on(birth_date, day) > OLDEST:
        raise BadReaderField("birth_date", _("The birth date lies more than 120 years back."))


def check_class(school_class: str, school_year: int | None, day: datetime.date) -> None:
    """Raises BadReaderField for a class of no grade, or of a school year that nobody may mean today."""
    grade = grade_of(school_class)
    if grade is not None and not 0 <= grade <= HIGHEST_GRADE:
        raise BadReaderField("school_class", _("A class begins with its grade, 0 to 12: 3Ә."))
    if school_year is not None and school_year not in school_years_asked(day):
        raise BadReaderField(
            "school_year", _("A class is of this school year or, in summer, of the next one.")
        )


def _check_contact(form: NewReader) -> None:
    if form.email:
        try:
            validate_email(form.email)
        except ValidationError:
            raise BadReaderField("email", _("This is not an e-mail address.")) from None
    if form.language not in ("", "kk", "ru"):
        raise BadReaderField("language", _("Choose one of the list."))
    if form.reached_by not in Family.By.values:
        raise BadReaderField("reached_by", _("Choose one of the list."))
    if form.reached_by == Family.By.EMAIL and not form.email:
        raise BadReaderField("email", _("Reached by e-mail, a family needs an address."))
    if form.reached_by == Family.By.SMS and not (form.guardian_phone or form.phone):
        raise BadReaderField("guardian_phone", _("Reached by SMS, a family needs a telephone."))


def check_agreed(form: NewReader) -> None:
    """Whoever is to be written to agrees to it: reminders are a part of the consent of their own (law № 94-V)."""
    if form.reached_by and Consent.Scope.MESSAGES not in form.consent_scope.split():
        raise BadReaderField(
            "consent_messages",
            _(
                "Nobody is written to without their consent: tick it, or choose “not at all” at “Reminded by”."
            ),
        )


_TEXTS = (
    ("family_name", 80, True),
    ("given_name", 80, True),
    ("patronymic", 80, False),
    ("school", 120, False),
    ("school_class", 8, False),
    ("access_need", 200, False),
    ("address", 250, False),
    ("guardian_name", 160, False),
    ("email", 254, False),
    ("consent_by", 160, True),
)
