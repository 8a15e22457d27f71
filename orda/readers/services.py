"""What may be done with readers: register, enter for the year, block, note who looked."""

import datetime
import re
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.diary import services as diary
from orda.network import clock
from orda.network.folding import fold_name
from orda.network.models import Staff, Unit
from orda.network.refusals import Refusal
from orda.readers.models import Consent, Look, Reader, Registration

CONSENT_TEXT_VERSION = "2024-1"
OLDEST = 120  # years
NEEDS_GUARDIAN_UNDER = 16  # years; domain: children under 16 on a parent's surety


class BadReaderField(Refusal):
    """One field of the form is wrong; `field` names it."""

    code = "bad_reader_field"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]


class CardTaken(Refusal):
    code = "card_taken"
    message = _("Card number %(card_number)s belongs to another reader already.")


class RegisteredAlready(Refusal):
    code = "registered_already"
    message = _("%(reader)s is registered here for %(year)s already.")


class NotRegistered(Refusal):
    code = "not_registered"
    message = _("The reader is not registered here for %(year)s.")


@dataclass(frozen=True)
class NewReader:
    """The registration form, as the person or a parent fills it in."""

    family_name: str
    given_name: str
    birth_date: datetime.date
    consent_by: str
    patronymic: str = ""
    category: str = Reader.Category.CHILD
    disability: bool = False
    school: str = ""
    school_class: str = ""
    phone: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    card_number: str = ""


@transaction.atomic
def register(
    form: NewReader, *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> Reader:
    """Gives a person a card, keeps the consent and enters them for the year.

    Raises BadReaderField (names the field) and CardTaken. Source: law № 94-V (consent), the library's rules of use.
    """
    day = day or clock.today()
    _check(form, day)
    try:
        with transaction.atomic():
            reader = Reader.objects.create(
                card_number=form.card_number or _free_card_number(),
                family_name=form.family_name.strip(),
                given_name=form.given_name.strip(),
                patronymic=form.patronymic.strip(),
                folded_name=fold_name(f"{form.family_name} {form.given_name} {form.patronymic}")[:250],
                birth_date=form.birth_date,
                category=form.category,
                disability=form.disability,
                school=form.school.strip(),
                school_class=form.school_class.strip(),
                phone=form.phone.strip(),
                guardian_name=form.guardian_name.strip(),
                guardian_phone=form.guardian_phone.strip(),
                library=library,
                created_on=day,
            )
    except IntegrityError:
        raise CardTaken(card_number=form.card_number) from None
    Consent.objects.create(
        reader=reader,
        text_version=CONSENT_TEXT_VERSION,
        signed_by=form.consent_by.strip(),
        signed_on=day,
    )
    register_for_year(reader, library=library, day=day, by_id=by_id)
    return reader


@transaction.atomic
def register_for_year(
    reader: Reader, *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> Registration:
    """Enters a reader for the calendar year at a library; counts as one reader there. Raises RegisteredAlready.

    The age group is that of this day and stands for the whole year's reports.
    """
    day = day or clock.today()
    age_group = age_group_of(reader.birth_date or day, reader.category, day)
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                reader=reader,
                library=library,
                year=day.year,
                day=day,
                age_group=age_group,
                disability=reader.disability,
                registered_by_id=by_id,
            )
    except IntegrityError:
        raise RegisteredAlready(reader=reader, year=day.year) from None
    _post(registration, "reader_registered", day, by_id)
    return registration


@transaction.atomic
def sign_up_on_site(registration: Registration, *, day: datetime.date, by_id: int | None = None) -> bool:
    """Notes that the reader signed up on the site this year; False (and no count) when noted before."""
    return _first_time(registration, "site_user_on", "site_user_registered", day, by_id)


@transaction.atomic
def use_electronic_resources(
    registration: Registration, *, day: datetime.date, by_id: int | None = None
) -> bool:
    """Notes the reader's first use of electronic resources in the year; False when noted before."""
    return _first_time(registration, "electronic_user_on", "electronic_user", day, by_id)


@transaction.atomic
def use_exchange(registration: Registration, *, day: datetime.date, by_id: int | None = None) -> bool:
    """Notes the reader's first loan of another library's copy in the year; False when noted before."""
    return _first_time(registration, "exchange_user_on", "exchange_reader", day, by_id)


def _first_time(
    registration: Registration, column: str, measure: str, day: datetime.date, by_id: int | None
) -> bool:
    first = Registration.objects.filter(pk=registration.pk, **{column: None}).update(**{column: day})
    if first:
        _post(registration, measure, day, by_id)
    return bool(first)


def _post(registration: Registration, measure: str, day: datetime.date, by_id: int | None) -> None:
    values = {"age_group": registration.age_group}
    if registration.disability:
        values["disability"] = "yes"
    diary.post(
        day=day,
        library_id=registration.library_id,
        measure=measure,
        values=values,
        act="registration",
        act_id=registration.pk,
        by_id=by_id,
    )


@transaction.atomic
def block(reader: Reader, reason: str) -> None:
    """Stops loans to a reader; the reason is shown at the desk. Raises BadReaderField."""
    reason = " ".join(reason.replace("\0", " ").split())
    if not reason:
        raise BadReaderField("blocked_reason", _("Say why the reader is blocked."))
    Reader.objects.filter(pk=reader.pk).update(blocked_reason=reason[:200])


@transaction.atomic
def unblock(reader: Reader) -> None:
    """Lets a blocked reader borrow again."""
    Reader.objects.filter(pk=reader.pk).update(blocked_reason="")


def note_look(reader: Reader, staff: Staff) -> None:
    """Writes down that a member of staff opened this reader's record."""
    Look.objects.create(reader=reader, staff=staff, at=clock.now())


def age_group_of(birth_date: datetime.date, category: str, day: datetime.date) -> str:
    """The report's reader group on a day: "0-10", "11-15", "leaders-of-reading" or "other"."""
    if category == Reader.Category.LEADER:
        return "leaders-of-reading"
    age = age_on(birth_date, day)
    if category == Reader.Category.OTHER or age > 15:
        return "other"
    return "0-10" if age <= 10 else "11-15"


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Whole years on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def new_card_number() -> str:
    """An unused-looking card number: "R" and nine random digits, so that no one reads another card off their own."""
    return f"R{secrets.randbelow(10**9):09d}"


def _free_card_number() -> str:
    number = new_card_number()
    return _free_card_number() if Reader.objects.filter(card_number=number).exists() else number


_CARD = re.compile(r"[0-9A-Za-zА-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі\-]{3,32}")
_PHONE = re.compile(r"\+?[0-9 ()\-]{5,32}")


def _check(form: NewReader, day: datetime.date) -> None:
    for field, longest, needed in _TEXTS:
        _check_text(field, getattr(form, field), longest, needed)
    if form.birth_date > day:
        raise BadReaderField("birth_date", _("The birth date lies in the future."))
    if age_on(form.birth_date, day) > OLDEST:
        raise BadReaderField("birth_date", _("The birth date lies more than 120 years back."))
    if form.category not in Reader.Category.values:
        raise BadReaderField("category", _("This reader category is not known."))
    if form.card_number and not _CARD.fullmatch(form.card_number):
        raise BadReaderField("card_number", _("A card number has 3 to 32 letters, digits or hyphens."))
    for field in ("phone", "guardian_phone"):
        if getattr(form, field) and not _PHONE.fullmatch(getattr(form, field)):
            raise BadReaderField(field, _("This is not a telephone number."))
    if age_on(form.birth_date, day) < NEEDS_GUARDIAN_UNDER and not form.guardian_name.strip():
        raise BadReaderField("guardian_name", _("A child under 16 needs a parent or guardian."))


_TEXTS = (
    ("family_name", 80, True),
    ("given_name", 80, True),
    ("patronymic", 80, False),
    ("school", 120, False),
    ("school_class", 8, False),
    ("guardian_name", 160, False),
    ("consent_by", 160, True),
)


def _check_text(field: str, text: str, longest: int, needed: bool) -> None:
    if needed and not text.strip():
        raise BadReaderField(field, _("This field is needed."))
    if len(text) > longest:
        raise BadReaderField(field, _("At most %(longest)s letters fit here."), longest=longest)
    if not text.isprintable():
        raise BadReaderField(field, _("There are signs here that can't be printed."))
