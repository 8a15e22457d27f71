"""Who keeps books too long, and what was said about it."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from orda.circulation.models import Loan, Place
from orda.network import reach
from orda.network.models import Unit
from orda.readers.models import Consent, Reader
from orda.readers.queries import agreed_to
from orda.reminders.messages.addressees import addressee_of, agreed
from orda.reminders.messages.models import Message, MessageItem

CALLED_LATELY = 14  # days


# Whom no message reaches, besides those for whom nobody agreed to it: the family wants none, or nothing is known.
UNREACHED = (
    Q(reader__family__reached_by="")
    | Q(reader__family__reached_by="email", reader__family__email="")
    | Q(reader__family__reached_by="sms", reader__family__phone="")
    | Q(reader__family=None, reader__email="", reader__phone="", reader__guardian_phone="")
)
EVERYBODY, NOT_WRITTEN, TO_CALL = "", "unreached", "call"


@dataclass(frozen=True)
class Asked:
    """Which overdue loans: late by at least `days`, of a school or class, and of whom (TO_CALL: not called lately)."""

    days: int = 1
    school: str = ""
    school_class: str = ""
    who: str = EVERYBODY


@dataclass
class Late:
    """A reader with what they owe here. `said`: the last thing said about it."""

    reader: Reader
    loans: list[Loan] = field(default_factory=list)
    days: int = 0
    said: Message | None = None
    agreed: bool = False  # to reminders by e-mail and SMS

    @property
    def parent(self) -> str:
        family = self.reader.family
        return family.name if family else self.reader.guardian_name

    @property
    def phone(self) -> str:
        family = self.reader.family
        return (family.phone if family else "") or self.reader.guardian_phone or self.reader.phone

    @property
    def written_by(self) -> str:
        """The medium that reaches them, "" where none does."""
        return addressee_of(self.reader).medium if self.agreed else ""


def overdue_loans(unit: Unit, day: datetime.date, asked: Asked = Asked()) -> QuerySet[Loan]:  # noqa: B008
    """Open loans at home of a unit's subtree that were due before a day."""
    late = Loan.objects.filter(
        state=Loan.OPEN,
        place=Place.HOME,
        library__path__startswith=unit.path,
        due_on__lte=day - datetime.timedelta(days=max(asked.days, 1)),
    )
    if asked.school:
        late = late.filter(reader__school__icontains=asked.school)
    if asked.school_class:
        typed = asked.school_class  # SQLite knows no other letters than Latin without their case
        late = late.filter(reader__school_class__in=[typed, typed.upper(), typed.lower()])
    if asked.who == NOT_WRITTEN:
        late = late.filter(UNREACHED | ~agreed())
    elif asked.who == TO_CALL:
        lately = MessageItem.objects.filter(
            message__medium=Message.Medium.CALL,
            message__settled_on__gt=day - datetime.timedelta(days=CALLED_LATELY),
            loan__isnull=False,
        )
        late = late.exclude(reader__in=lately.values("loan__reader"))
    return late


def late_readers(unit: Unit, day: datetime.date, asked: Asked) -> QuerySet[Loan, Any]:
    """Who is late, the longest first: {"reader", "first": the earliest due day, "items"}."""
    found = overdue_loans(unit, day, asked).order_by().values("reader")
    return found.annotate(first=Min("due_on"), items=Count("pk")).order_by("first", "reader")


def with_their_loans(reader_ids: Sequence[int], unit: Unit, day: datetime.date, asked: Asked) -> list[Late]:
    """These readers with what they owe and what was last said: three queries however many they are."""
    known = Reader.objects.select_related("family").annotate(agreed=agreed_to(Consent.Scope.MESSAGES))
    readers = known.in_bulk(reader_ids)
    found = {
        pk: Late(readers[pk], agreed=readers[pk].agreed or readers[pk].is_group)
        for pk in reader_ids
        if pk in readers
    }
    for late in found.values():
        if not reach.reaches(unit.pk, late.reader.library_id):
            _as_a_guest(late.reader)
    loans = overdue_loans(unit, day, asked).filter(reader__in=reader_ids)
    for loan in loans.select_related("copy__record", "library").order_by("due_on", "pk"):
        assert loan.reader_id is not None
        late = found[loan.reader_id]
        late.loans.append(loan)
        late.days = max(late.days, (day - loan.due_on).days)
    for pk, message in last_said(found).items():
        found[pk].said = message
    return list(found.values())


def _as_a_guest(reader: Reader) -> None:
    """Of a reader of another network no desk is shown how to reach the family: messages do."""
    reader.family, reader.phone, reader.guardian_phone, reader.guardian_name = None, "", "", ""


def last_said(reader_ids: Collection[int]) -> dict[int, Message]:
    """The last message, call or letter about what each reader holds now."""
    items = MessageItem.objects.filter(loan__reader__in=reader_ids, loan__state=Loan.OPEN)
    items = items.filter(message__kind__in=Message.REMINDERS)
    rows = items.exclude(message__state=Message.State.CANCELLED).select_related("message", "loan")
    said: dict[int, Message] = {}
    for item in rows.order_by("message__queued_at", "message_id"):
        assert item.loan is not None
        assert item.loan.reader_id is not None
        said[item.loan.reader_id] = item.message
    return said


@dataclass(frozen=True)
class Totals:
    """How much is overdue: readers and items, and items by how long."""

    readers: int
    items: int
    to_a_week: int
    to_a_month: int
    longer: int


def totals(unit: Unit, day: datetime.date) -> Totals:
    """What is overdue at a unit's subtree, by how long: one query."""
    week, month = day - datetime.timedelta(days=7), day - datetime.timedelta(days=30)
    found = overdue_loans(unit, day).aggregate(
        readers=Count("reader", distinct=True),
        items=Count("pk"),
        to_a_week=Count("pk", filter=Q(due_on__gte=week)),
        to_a_month=Count("pk", filter=Q(due_on__lt=week, due_on__gte=month)),
        longer=Count("pk", filter=Q(due_on__lt=month)),
    )
    return Totals(**found)
