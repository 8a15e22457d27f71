"""Consent to the use of personal data: its texts by version, who signed, and its end (law № 94-V, domain.md 8.2)."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.readers import elsewhere
from orda.readers.blocks.services import block_for_consent, lift_for_consent
from orda.readers.consents import first_text
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.consents.refusals import ConsentSigned, NoConsent, TextVersionTaken
from orda.readers.refusals import BadReaderField, StillOwes
from orda.readers.registering.models import Reader
from orda.readers.spelling import words_of
from orda.readers.typed import check_text
from orda.readers.years.ages import age_on

LONGEST_TEXT = 20_000
LONGEST_VERSION = 16
OF_AGE_TO_SIGN = 16  # years: the age from which the card is one's own (rules of use of public libraries)


def text_in_force(day: datetime.date, purpose: str = ConsentText.Purpose.SERVICE) -> ConsentText:
    """The text that is signed on a day."""
    texts = ConsentText.objects.filter(purpose=purpose)
    return texts.filter(valid_from__lte=day).first() or texts.last() or _first_text(purpose)


def _first_text(purpose: str) -> ConsentText:
    """The text with which a house begins, in one that keeps none."""
    version, text_kk, text_ru = first_text.TEXTS[purpose]
    said = {"text_kk": text_kk, "text_ru": text_ru, "purpose": purpose}
    kept, _made = ConsentText.objects.get_or_create(
        version=version, defaults={**said, "valid_from": first_text.VALID_FROM}
    )
    return kept


def scope_of(codes: list[str]) -> str:
    """Known codes in their order; the data themselves are always among them. Raises BadReaderField."""
    if any(code not in Consent.Scope.values for code in codes):
        raise BadReaderField("consent_scope", _("Choose one of the list."))
    return " ".join(code for code in Consent.Scope.values if code in {*codes, Consent.Scope.DATA.value})


@transaction.atomic
def sign_consent(
    reader: Reader,
    signed_by: str,
    *,
    scope: str = "data",
    day: datetime.date | None = None,
    by_id: int | None = None,
) -> Consent:
    """Notes a sheet that came back signed, or a new one, seen by `by_id`; a block for want of consent ends.

    Raises BadReaderField, ConsentSigned (by the same person, to the same text and scope).
    """
    day = day or clock.today()
    reader = Reader.objects.select_for_update().get(pk=reader.pk)  # two desks note one sheet once
    check_text("consent_by", signed_by, 160, True)
    own = signs_for_themselves(reader, signed_by, day)
    text, scope = text_in_force(day).version, scope_of(scope.split())
    signed = reader.consents.filter(revoked_on=None, signed_on__isnull=False)
    if signed.filter(text_version=text, scope=scope, signed_by=signed_by.strip(), doubtful=False).exists():
        raise ConsentSigned
    reader.consents.filter(signed_on=None, revoked_on=None).delete()
    signed.update(revoked_on=Greatest("signed_on", day), doubtful=False)  # the newer one stands in its place
    consent = Consent.objects.create(
        reader=reader,
        text_version=text,
        scope=scope,
        signed_by=signed_by.strip(),
        signed_on=day,
        own=own,
        noted_by_id=by_id,
    )
    lift_for_consent(reader)
    return consent


def signer_of(reader: Reader) -> str:
    """Who signs a reader's sheet today: the parent of a child under 16, else the reader."""
    child = reader.birth_date is not None and age_on(reader.birth_date, clock.today()) < OF_AGE_TO_SIGN
    return reader.guardian_name if child and reader.guardian_name else reader.full_name


def signs_for_themselves(who: "Reader | Any", signed_by: str, day: datetime.date) -> bool:
    """True where a person of 16 or older signs; a child's sheet is signed by a parent. Raises BadReaderField.

    `who`: a reader, or a form of one (family_name, given_name, birth_date, guardian_name).
    """
    signer, name = set(words_of(signed_by)), set(words_of(f"{who.family_name} {who.given_name}"))
    named = bool(name) and name <= signer
    if who.birth_date is None or age_on(who.birth_date, day) >= OF_AGE_TO_SIGN:
        return named
    if named and signer != set(words_of(who.guardian_name)):  # a son may be called as his father is
        raise BadReaderField("consent_by", _("A child under 16 doesn't sign: a parent or guardian does."))
    return False


@transaction.atomic
def settle_doubt(consent: Consent, *, found: bool, by_id: int) -> None:
    """A sheet that was looked for: found, it is noted who saw it; where there is none, nothing is lent until one is.

    Raises NoConsent where nobody doubts it any more.
    """
    doubted = Consent.objects.select_for_update().filter(
        pk=consent.pk, doubtful=True, revoked_on=None, signed_on__isnull=False
    )
    if found:
        if not doubted.update(doubtful=False, noted_by=by_id):
            raise NoConsent
        return
    one = doubted.select_related("reader").first()
    if one is None:
        raise NoConsent
    one.reader.consents.filter(signed_on=None, revoked_on=None).delete()
    Consent.objects.filter(pk=one.pk).update(doubtful=False, signed_on=None)
    block_for_consent(one.reader)


@transaction.atomic
def merge_consents(kept: Reader, double: Reader) -> None:
    """All consents of two records that become one; of those that stand the last word holds, be it a signature or
    its being taken back: a merge gives no consent that the person had ended.
    """
    both = Consent.objects.filter(reader__in=(kept, double))
    standing = list(both.filter(signed_on__isnull=False, revoked_on=None).order_by("signed_on", "pk"))
    taken_back = both.aggregate(last=Max("revoked_on"))["last"]
    last = standing.pop() if standing else None
    if last is not None and taken_back is not None and last.signed_on < taken_back:
        standing, last = [*standing, last], None
    for one in standing:
        ends = last.signed_on if last else taken_back
        one.revoked_on = max(day for day in (one.signed_on, ends) if day)
        one.save(update_fields=["revoked_on"])
    waiting = both.filter(signed_on=None, revoked_on=None)
    waiting.exclude(
        pk=0 if last else waiting.order_by("-pk").values_list("pk", flat=True).first() or 0
    ).delete()
    double.consents.update(reader=kept)
    if last is not None:
        lift_for_consent(kept)
    elif not kept.is_group and not kept.blocked_reason:
        block_for_consent(kept)
    kept.refresh_from_db(fields=["blocked_reason", "blocked_until", "blocked_for"])


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
    # With it ends that the reader is known anywhere else.
    Consent.sharing.filter(reader=reader, revoked_on=None).update(
        revoked_on=Greatest("signed_on", day or clock.today())
    )
    block_for_consent(reader)


def refuse_while_open(reader: Reader) -> None:
    """Raises StillOwes that names what is open between the reader and the library."""
    found = elsewhere.still_open(reader.pk)
    if found:
        raise StillOwes(what="; ".join(f"{one.what}: {one.title}" for one in found[:5]))


@transaction.atomic
def publish_text(
    version: str,
    text_kk: str,
    text_ru: str,
    *,
    valid_from: datetime.date,
    purpose: str = ConsentText.Purpose.SERVICE,
) -> ConsentText:
    """A new version of the consent text, in both languages. Raises BadReaderField, TextVersionTaken."""
    check_text("version", version, LONGEST_VERSION, True)
    for field, text in (("text_kk", text_kk), ("text_ru", text_ru)):
        check_text(field, text.replace("\n", "").replace("\r", ""), LONGEST_TEXT, True)
    if valid_from < clock.today():
        raise BadReaderField("valid_from", _("A text begins today or later."))
    text_in_force(
        clock.today(), purpose
    )  # a house that kept none has begun with the first: the new one comes after it
    try:
        with transaction.atomic():
            return ConsentText.objects.create(
                version=version.strip(),
                purpose=purpose,
                text_kk=text_kk.replace("\r", "").strip(),
                text_ru=text_ru.replace("\r", "").strip(),
                valid_from=valid_from,
            )
    except IntegrityError:
        raise TextVersionTaken(version=version) from None
