"""Kept reports that go by e-mail at the turn of the week, the month or the quarter."""

import datetime
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.rights import BUILD_REPORTS, may
from orda.reports.models import SavedReport, SentReport
from orda.reports.pivots.choices import BadChoice, Choice, choice_of
from orda.reports.pivots.files import WRITERS
from orda.reports.pivots.periods import around
from orda.reports.pivots.pivot import pivot


@dataclass(frozen=True)
class Due:
    """A report that is owed to an address for the turn that began on `turn`."""

    report: SavedReport
    to: str
    turn: datetime.date


@dataclass(frozen=True)
class Failure:
    """A report that could not be sent, and why. It stays due."""

    due: Due
    reason: str


class NoLongerAllowed(Exception):
    """The owner may not see this any more."""


def due(today: datetime.date) -> list[Due]:
    """What is owed today: the turn that runs now, if it began after the schedule was set. Missed turns are past."""
    found = []
    scheduled = SavedReport.objects.exclude(schedule="").select_related("owner").order_by("pk")
    sent = set(SentReport.objects.filter(report__in=scheduled).values_list("report_id", "to", "turn"))
    for report in scheduled:
        turn, _last = around(report.schedule, today)
        if report.scheduled_on and report.scheduled_on < turn:
            found += [Due(report, to, turn) for to in report.recipients]
    return [one for one in found if (one.report.pk, one.to, one.turn) not in sent]


def send_due(today: datetime.date) -> Iterator[Due | Failure]:
    """Sends what is owed; gives each letter that went and each that could not.

    A letter is noted before it goes and the note taken back if it can't go: started again, or twice at once, the
    work sends nothing twice. A machine that dies between the two loses that one letter.
    """
    files: dict[int, EmailMessage | str] = {}
    for one in due(today):
        if one.report.pk not in files:
            files[one.report.pk] = _letter_or_reason(one)
        letter = files[one.report.pk]
        if isinstance(letter, str):
            yield Failure(one, letter)
            continue
        note = _noted(one)
        if note is None:
            continue
        letter.to = [one.to]
        try:
            letter.send()
        except (OSError, smtplib.SMTPException) as error:
            note.delete()
            yield Failure(one, str(error))
        else:
            yield one


def _noted(one: Due) -> SentReport | None:
    """The note that a letter goes; None where another process has it."""
    try:
        with transaction.atomic():
            return SentReport.objects.create(report=one.report, to=one.to, turn=one.turn, sent_at=clock.now())
    except IntegrityError:
        return None


def _letter_or_reason(one: Due) -> EmailMessage | str:
    with translation.override(one.report.language):
        try:
            return _letter(one.report)
        except NoLongerAllowed:
            return "its owner may not see it any more"
        except (BadChoice, Unit.DoesNotExist) as error:
            return str(error)


def _letter(report: SavedReport) -> EmailMessage:
    """The letter with its XLSX, made with the rights that the owner has today."""
    choice = choice_kept_in(report)
    if not report.owner.is_active or not may(report.owner, BUILD_REPORTS, choice.unit):
        raise NoLongerAllowed
    write, kind = WRITERS["xlsx"]
    link = f"{settings.ADDRESS}{reverse('report_builder')}?{report.address}"
    told = {"title": choice.title, "link": link, "owner": report.owner}
    body = _("%(title)s\n\nOn the page: %(link)s\n\nThis report was set up by %(owner)s in Orda.") % told
    letter = EmailMessage(subject=report.title, body=body)
    letter.attach("orda-report.xlsx", write(pivot(choice)), kind)
    return letter


def choice_kept_in(report: SavedReport) -> Choice:
    """The choice of a kept report, as it is today. Raises BadChoice and Unit.DoesNotExist."""
    asked = dict(parse_qsl(report.address, keep_blank_values=True))
    return choice_of(asked, network.unit_by_code(asked.get("library", "")))
