"""Whom a reader's messages go to: the family's parent once for all its children, else the reader.

Nobody is written to by e-mail or SMS about a reader for whom that part of the consent isn't signed (`agreed`).
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from orda.readers.models import Consent, Family, Reader
from orda.readers.queries import agreed_to
from orda.reminders.messages.models import Message

_NUMBER = re.compile(r"[78](\d{10})")
# Numbers of towns (71x, 72x) take no SMS: +7 7212 … is Karaganda's.
_LANDLINE = re.compile(r"7[12]")


@dataclass(frozen=True)
class Addressee:
    """A parent or a reader. `medium`: "email", "sms" or "" where they are not to be written to."""

    family_id: int | None
    reader_id: int | None
    name: str
    language: str
    medium: str
    address: str

    @property
    def key(self) -> str:
        return f"f{self.family_id}" if self.family_id else f"r{self.reader_id}"


def agreed() -> Q:
    """Rows about whose reader may be written: reminders are a part of the consent of its own.

    A class has no consent to give: its teacher gave the library their telephone at work for it.
    """
    return Q(agreed_to(Consent.Scope.MESSAGES, "reader")) | Q(reader__category=Reader.Category.GROUP)


def way_to(family: Family | None, reader: Reader | None) -> tuple[str, str]:
    """(medium, address) of a home, or of a reader who has none, as they are at this moment; ("", "") where nobody is
    to be written to."""
    if family is not None:
        return _chosen(family)
    return _known(reader) if reader is not None and reader.family_id is None else ("", "")


def addressee_of(reader: Reader) -> Addressee:
    """Whom to write to about this reader's loans: as the family chose; a reader without one by what is known."""
    family = reader.family
    medium, address = way_to(family, reader)
    if family is not None:
        return Addressee(family.pk, None, family.name, family.language, medium, address)
    name = reader.guardian_name or reader.full_name
    return Addressee(None, reader.pk, name, "kk", medium, address)


def sms_number(phone: str) -> str:
    """ "8 (700) 123-45-67" -> "+77001234567"; "" for what can't take an SMS."""
    found = _NUMBER.fullmatch(re.sub(r"\D", "", phone))
    return f"+7{found[1]}" if found and not _LANDLINE.match(found[1]) else ""


def _chosen(family: Family) -> tuple[str, str]:
    if family.reached_by == Family.By.EMAIL and family.email:
        return Message.Medium.EMAIL.value, family.email
    if family.reached_by == Family.By.SMS and (number := sms_number(family.phone)):
        return Message.Medium.SMS.value, number
    return "", ""


def _known(reader: Reader) -> tuple[str, str]:
    if reader.email:
        return Message.Medium.EMAIL.value, reader.email
    number = sms_number(reader.guardian_phone or reader.phone)
    return (Message.Medium.SMS.value, number) if number else ("", "")
