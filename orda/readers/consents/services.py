"""Consent to the use of personal data: its texts by version, who signed, and its end (law № 94-V, domain.md 8.2)."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.readers import elsewhere
from orda.readers.blocks.services import block_for_consent, lift_for_consent
from orda.readers.consents import first_text
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.consents.refusals import ConsentSigned, NoConsent, TextVersionTaken
from orda.readers.refusals import BadReaderField, StillOwes
from orda.readers.registering.models import Reader
from orda.readers.typed import check_text

LONGEST_TEXT = 20_000
LONGEST_VERSION = 16


def text_in_force(day: datetime.date) -> ConsentText:
    """The text that is signed on a day."""
    found = ConsentText.objects.filter(valid_from__lte=day).first() or ConsentText.objects.last()
    return found or _first_text()


def _first_text() -> ConsentText:
    """The text with which a house begins, in one that keeps none."""
    texts = {"text_kk": first_text.TEXT_KK, "text_ru": first_text.TEXT_RU}
    kept, _made = ConsentText.objects.get_or_create(
        version=first_text.VERSION, defaults={**texts, "valid_from": first_text.VALID_FROM}
    )
    return kept


def scope_of(codes: list[str]) -> str:
    """Known codes in their order; the data themselves are always among them. Raises BadReaderField."""
    if any(code not in Consent.Scope.values for code in codes):
        raise BadReaderField("consent_scope", _("Choose one of the list."))
    return " ".join(code for code in Consent.Scope.values if code in {*codes, Consent.Scope.DATA.value})


@transaction.atomic
def sign_consent(
    reader: Reader, signed_by: str, *, scope: str = "data", day: datetime.date | None = None
) -> Consent:
    """Notes a sheet that came back signed, or a new one; a block for want of consent ends.

    Raises BadReaderField, ConsentSigned (to the same text and scope).
    """
    day = day or clock.today()
    check_text("consent_by", signed_by, 160, True)
    text, scope = text_in_force(day).version, scope_of(scope.split())
    signed = reader.consents.filter(revoked_on=None, signed_on__isnull=False)
    if signed.filter(text_version=text, scope=scope).exists():
        raise ConsentSigned
    reader.consents.filter(signed_on=None, revoked_on=None).delete()
    signed.update(revoked_on=day)  # the newer one stands in its place
    consent = Consent.objects.create(
        reader=reader, text_version=text, scope=scope, signed_by=signed_by.strip(), signed_on=day
    )
    lift_for_consent(reader)
    return consent


@transaction.atomic
def revoke_consent(reader: Reader, *, day: datetime.date | None = None) -> None:
    """Takes consent back; nothing is lent from then on.

    Raises NoConsent, and StillOwes while obligations are open (law № 94-V, art. 8: an unreturned book).
    """
    Reader.objects.select_for_update().get(pk=reader.pk)
    standing = reader.consents.filter(revoked_on=None, signed_on__isnull=False)
    if not standing.exists():
        raise NoConsent
    refuse_while_open(reader)
    standing.update(revoked_on=day or clock.today())
    block_for_consent(reader)


def refuse_while_open(reader: Reader) -> None:
    """Raises StillOwes that names what is open between the reader and the library."""
    found = elsewhere.still_open(reader.pk)
    if found:
        raise StillOwes(what="; ".join(f"{one.what}: {one.title}" for one in found[:5]))


@transaction.atomic
def publish_text(version: str, text_kk: str, text_ru: str, *, valid_from: datetime.date) -> ConsentText:
    """A new version of the consent text, in both languages. Raises BadReaderField, TextVersionTaken."""
    check_text("version", version, LONGEST_VERSION, True)
    for field, text in (("text_kk", text_kk), ("text_ru", text_ru)):
        check_text(field, text.replace("\n", "").replace("\r", ""), LONGEST_TEXT, True)
    if valid_from < clock.today():
        raise BadReaderField("valid_from", _("A text begins today or later."))
    text_in_force(
        clock.today()
    )  # a house that kept none has begun with the first: the new one comes after it
    try:
        with transaction.atomic():
            return ConsentText.objects.create(
                version=version.strip(),
                text_kk=text_kk.replace("\r", "").strip(),
                text_ru=text_ru.replace("\r", "").strip(),
                valid_from=valid_from,
            )
    except IntegrityError:
        raise TextVersionTaken(version=version) from None
