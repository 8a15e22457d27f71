"""Stop loans to a reader, and let them borrow again."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.asked import one_line
from orda.readers.consents.models import Consent
from orda.readers.refusals import BadReaderField
from orda.readers.registering.models import Reader

FOR_CONSENT = "consent"


@transaction.atomic
def block(reader: Reader, reason: str, *, until: datetime.date | None = None) -> None:
    """Stops loans to a reader, to the end of a day if one is given; the reason is shown at the desk.

    Raises BadReaderField.
    """
    reason = one_line(reason)
    if not reason:
        raise BadReaderField("blocked_reason", _("Say why the reader is blocked."))
    if until is not None and until < clock.today():
        raise BadReaderField("blocked_until", _("This day is over."))
    Reader.objects.filter(pk=reader.pk).update(
        blocked_reason=reason[:200], blocked_until=until, blocked_for=""
    )


@transaction.atomic
def unblock(reader: Reader) -> None:
    """Lets a blocked reader borrow again; want of consent is mended by signing it. Raises BadReaderField."""
    if Reader.objects.filter(pk=reader.pk, blocked_for=FOR_CONSENT).exists():
        raise BadReaderField("blocked_reason", _("The reader may borrow again once consent is signed."))
    _lift(reader.pk)


def block_for_consent(reader: Reader) -> None:
    """Nothing is lent without consent; the reason in the library's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext("Consent to the use of personal data is not signed.")
    Reader.objects.filter(pk=reader.pk).update(
        blocked_reason=reason, blocked_until=None, blocked_for=FOR_CONSENT
    )


def lift_for_consent(reader: Reader) -> None:
    """Ends a block that stood for want of consent; one set by hand stays."""
    if Reader.objects.filter(pk=reader.pk, blocked_for=FOR_CONSENT).exists():
        _lift(reader.pk)


def _lift(reader_id: int) -> None:
    """The block by hand ends; it may have hidden that consent was never signed."""
    Reader.objects.filter(pk=reader_id).update(blocked_reason="", blocked_until=None, blocked_for="")
    standing = Consent.objects.filter(reader=reader_id, signed_on__isnull=False, revoked_on=None)
    person = Reader.objects.exclude(category=Reader.Category.GROUP).filter(pk=reader_id).first()
    if person is not None and not standing.exists():
        block_for_consent(person)


def lift_ended_blocks(today: datetime.date | None = None) -> int:
    """Clears blocks whose last day is over (the nightly job); how many."""
    ended = list(Reader.objects.filter(blocked_until__lt=today or clock.today()).values_list("pk", flat=True))
    for reader_id in ended:
        with transaction.atomic():
            _lift(reader_id)
    return len(ended)
