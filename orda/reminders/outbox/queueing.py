"""Find what is to be said today and put it into the outbox: one message for a family, one transaction each."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from orda.circulation.models import Hold, Loan, LoanRule, Place
from orda.network import clock
from orda.network.calendar.queries import shut_libraries
from orda.network.known import asked_once
from orda.reminders.campaigns.composing import write_campaign
from orda.reminders.campaigns.models import Campaign
from orda.reminders.closings.news import queue_news
from orda.reminders.messages import composing
from orda.reminders.messages.addressees import Addressee, addressee_of, agreed
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import message_to, put
from orda.reminders.outbox.stages import farthest, stage_on, stages_of

AT_ONCE = 400  # families read together; each is written in a transaction of its own
DAYS_AHEAD = 7  # what is due within a week is told beside what is reminded of
CAMPAIGN_DAYS_AHEAD = 3  # a family is invited from so many days before its first day on


Due = tuple[int | None, int, int, int]  # family id, reader id, loan id, stage


Reached = dict[int, int]  # loan id -> the stage that is to be told


@dataclass(frozen=True)
class Queued:
    """How many messages were put into the outbox."""

    loans: int
    holds: int
    campaigns: int
    closings: int = 0


@asked_once()
def queue_due(media: Collection[str], at: datetime.datetime | None = None) -> Queued:
    """Puts into the outbox what is to be said on this day, to those whom one of `media` reaches.

    Again, or beside another such job, or after one that was killed in the middle: each thing is queued once.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    shut = shut_libraries(day)
    return Queued(
        loans=_queue_loans(media, day, at, shut),
        holds=_queue_holds(media, day, at, shut),
        campaigns=sum(
            _queue_campaign(one, media, day, at)
            for one in Campaign.objects.filter(
                first__lte=day + datetime.timedelta(days=CAMPAIGN_DAYS_AHEAD), last__gte=day
            )
        ),
        closings=queue_news(media, day, at),
    )


def _queue_loans(
    media: Collection[str], day: datetime.date, at: datetime.datetime, shut: Collection[int]
) -> int:
    queued = 0
    until = day + datetime.timedelta(days=max(farthest(), DAYS_AHEAD))
    for families, readers, reached in _pieces(_to_tell(day, until, shut)):
        held = composing.loans_spoken_of(until).filter(composing.of_addressee(families, readers))
        for to, loans in composing.by_addressee(held).items():
            told = [loan for loan in loans if loan.pk in reached]
            if to.medium not in media or not told:
                continue
            library = told[0].library
            message = message_to(to, Message.Kind.LOANS, f"loans:{day:%Y%m%d}:{to.key}", library, at)
            items = [
                MessageItem(message=message, loan=loan, due_on=loan.due_on, stage=reached.get(loan.pk))
                for loan in loans
            ]
            queued += put(message, composing.write_loans(to, loans, library, day), items)
    return queued


def _to_tell(day: datetime.date, until: datetime.date, shut: Collection[int]) -> Iterator[Due]:
    """Loans that reached a stage nobody has told yet.

    Nothing of a library whose doors are shut: nobody is asked to come then, and nothing is due on such a day.
    """
    told = set(
        MessageItem.objects.filter(stage__isnull=False, loan__state=Loan.OPEN).values_list(
            "loan_id", "due_on", "stage"
        )
    )
    near = Loan.objects.filter(state=Loan.OPEN, place=Place.HOME, due_on__lte=until)
    rows = near.order_by("reader__family_id", "reader_id", "pk").values_list(
        "reader__family_id", "reader_id", "pk", "library_id", "due_on", "rule_id", "rule__reminders"
    )
    for family, reader, loan, library, due_on, rule, reminders in list(rows):
        stage = stage_on(stages_of(LoanRule.REMINDERS if rule is None else reminders), due_on, day)
        if stage is None or (loan, due_on, stage) in told:
            continue
        if library not in shut:
            yield family, reader, loan, stage


def _pieces(
    found: Iterable[Due],
) -> Iterator[tuple[set[int], set[int], Reached]]:
    """(families, readers without one, what to tell them), some hundred of them at a time; no family is cut."""
    families: set[int] = set()
    readers: set[int] = set()
    reached: Reached = {}
    for family, reader, loan, stage in found:
        known = family in families if family else reader in readers
        if not known and len(families) + len(readers) >= AT_ONCE:
            yield families, readers, reached
            families, readers, reached = set(), set(), {}
        (families if family else readers).add(family or reader)
        reached[loan] = stage
    if reached:
        yield families, readers, reached


def _queue_holds(
    media: Collection[str], day: datetime.date, at: datetime.datetime, shut: Collection[int]
) -> int:
    """Tells each family once that a hold waits; not on a day on which its library is shut."""
    waiting = Hold.objects.filter(agreed(), state=Hold.State.READY, ready_until__gte=day)
    waiting = waiting.exclude(library__in=shut).select_related("reader__family", "record", "library")
    told = set(MessageItem.objects.filter(hold__in=waiting).values_list("hold_id", "copy_id"))
    found: dict[tuple[Addressee, int], list[Hold]] = defaultdict(list)
    for hold in waiting.order_by("library_id", "ready_until", "pk"):
        assert hold.reader is not None
        to = addressee_of(hold.reader)
        if to.medium in media and (hold.pk, hold.copy_id) not in told:
            found[to, hold.library_id].append(hold)
    queued = 0
    for (to, _library), holds in found.items():
        library = holds[0].library
        message = message_to(
            to, Message.Kind.HOLD, f"hold:{holds[0].pk}:{holds[0].copy_id}:{to.key}", library, at
        )
        items = [MessageItem(message=message, hold=hold, copy_id=hold.copy_id) for hold in holds]
        queued += put(message, composing.write_ready(to, holds, library), items)
    return queued


def _queue_campaign(
    campaign: Campaign, media: Collection[str], day: datetime.date, at: datetime.datetime
) -> int:
    """Invites, once, every family that holds something late of the campaign's libraries."""
    yesterday = day - datetime.timedelta(days=1)
    late = composing.loans_spoken_of(yesterday).filter(library__campaigns=campaign)
    invited = set(campaign.messages.values_list("key", flat=True))
    queued = 0
    for to, loans in composing.by_addressee(late).items():
        key = f"campaign:{campaign.pk}:{to.key}"
        if to.medium not in media or key in invited:
            continue
        library = loans[0].library
        message = message_to(to, Message.Kind.CAMPAIGN, key, library, at)
        message.campaign = campaign
        items = [MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans]
        queued += put(message, write_campaign(to, loans, library, campaign, day), items)
    return queued
