"""The letter for a forgotten password. Whoever asks is told the same, whether anybody is written to or not."""

import logging
import threading
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orda.network.deeds.services import note
from orda.network.entry.keys import LETTER_LASTS, give_key, place_of
from orda.network.models import OneTimeKey, Staff

_log = logging.getLogger(__name__)


def send_key(typed: str) -> None:
    """Writes to the person of that login or e-mail, where there is exactly one; not again while a letter is young."""
    named = Q(username=typed) | Q(email__iexact=typed)
    found = (
        list(Staff.objects.filter(named, is_active=True).exclude(email="")[:2]) if typed.isprintable() else []
    )
    if len(found) != 1 or _was_written_to(found[0]):
        return
    [staff] = found
    _key, code = give_key(staff, by=None, lasts=LETTER_LASTS)
    note("key_sent", by=None, staff=staff, unit=place_of(staff))
    with translation.override(staff.language or settings.LANGUAGE_CODE):
        letter = EmailMessage(
            _("Orda: a new password"),
            _(
                "Somebody, you we hope, asked for a new password for %(name)s. Within an hour, open\n\n%(link)s\n\n"
                "and set it. If it was not you, do nothing: the old one stays."
            )
            % {"name": staff.username, "link": settings.ADDRESS + reverse("key_open", args=[code])},
            settings.DEFAULT_FROM_EMAIL,
            [staff.email],
        )
    threading.Thread(target=_send, args=(letter,), daemon=True).start()


def _was_written_to(staff: Staff) -> bool:
    """A key that was asked for by letter in the last minutes waits: a stranger can't fill a box with letters. One
    that an administrator gave is not taken away by a stranger either."""
    young = timezone.now() - LETTER_LASTS / 6
    waiting = OneTimeKey.objects.filter(staff=staff, used_at=None, ends_at__gt=timezone.now())
    return waiting.filter(Q(made_by__isnull=False) | Q(made_at__gt=young)).exists()


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except (OSError, SMTPException):
        _log.exception("a letter for a forgotten password was not sent")
