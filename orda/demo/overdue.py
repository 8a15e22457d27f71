"""What was said about late books, the campaigns of the year, and losses in every state. Generated, sent to nobody."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.circulation.losses import services as losses
from orda.circulation.models import Loan, LossCase, Place
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.reminders import services as reminders
from orda.reminders.gateways import file_gateways
from orda.reminders.queries import NOT_WRITTEN, Asked, overdue_loans
from orda.reminders.services import NewCampaign, close_over, set_campaign
from orda.stock.models import Copy
from orda.stock.services import NewCopy

# (kind, name, first and last day of the plan's year)
WEEKS = (
    ("book_week", "Оралған кітап апталығы", "Неделя возвращённой книги", (3, 11), (3, 16)),
    ("forgetful", "Ұмытшақ оқырман апталығы", "Неделя забывчивого читателя", (5, 20), (5, 25)),
    ("amnesty", "Кешірім күндері", "Явка с повинной", (9, 23), (9, 28)),
    ("book_week", "Оралған кітап апталығы", "Неделя возвращённой книги", (11, 18), (11, 23)),
)
RUNS = (14, 7, 0)  # days ago on which the job ran
CALLS, LETTERS, LATE_FOR_A_LETTER = 3, 3, 30
RESULTS = ("promised", "no_answer", "says_lost")
# What became of a lost book, library after library; "open" stays open.
WAYS = ("replace", "open", "pay", "waive", "replace", "find")
LOST_A_LIBRARY = 3
BARCODE = "3{:09d}"


def remind_and_settle(libraries: Sequence[Unit], today: datetime.date, by_id: int) -> int:
    """Everything up to today; how many copies the stock has more (or less) by it."""
    _set_weeks(libraries, today, by_id)
    ways = file_gateways(Path(settings.DATA_DIR) / "messages")
    for ago in RUNS:
        at = _moment(today - datetime.timedelta(days=ago))
        with transaction.atomic(), clock.stopped_at(at):
            reminders.queue_due(set(ways), at)
            reminders.send_due(ways, at)
    with transaction.atomic(), clock.stopped_at(_moment(today)):
        for library in libraries:
            _call(library, today, by_id)
            _write(library, today, by_id)
        return _lose(libraries, today, by_id)


def _set_weeks(libraries: Sequence[Unit], today: datetime.date, by_id: int) -> None:
    for kind, name_kk, name_ru, first, last in WEEKS:
        days = datetime.date(today.year, *first), datetime.date(today.year, *last)
        with clock.stopped_at(_moment(days[0] - datetime.timedelta(days=20))):
            set_campaign(NewCampaign(kind, name_kk, name_ru, *days), libraries, by_id=by_id)
    with clock.stopped_at(_moment(today)):
        close_over(today)


def _call(library: Unit, today: datetime.date, by_id: int) -> None:
    """Those whom no message reaches are called, the longest overdue first."""
    late = overdue_loans(library, today, Asked(who=NOT_WRITTEN)).order_by("due_on", "pk")
    readers = list(dict.fromkeys(late.values_list("reader_id", flat=True)))[:CALLS]
    found = Reader.objects.select_related("family").in_bulk([one for one in readers if one])
    for result, reader_id in zip(RESULTS, readers, strict=False):
        if reader_id is not None:
            reminders.note_call(found[reader_id], result, library=library, by_id=by_id)


def _write(library: Unit, today: datetime.date, by_id: int) -> None:
    late = overdue_loans(library, today, Asked(days=LATE_FOR_A_LETTER)).order_by("due_on", "pk")
    readers = [one for one in late.values_list("reader_id", flat=True)[:LETTERS] if one]
    if readers:
        reminders.write_letters(readers, library=library, by_id=by_id)


def _lose(libraries: Sequence[Unit], today: datetime.date, by_id: int) -> int:
    """A few of the books that are out are lost; what is settled at every other library is written off."""
    more, numbers, ways = 0, count(1), count()
    for place, library in enumerate(libraries):
        out = Loan.objects.filter(library=library, state=Loan.OPEN, place=Place.HOME, day__lt=today)
        for loan in out.select_related("copy").order_by("-due_on", "pk")[:LOST_A_LIBRARY]:
            case = losses.open_case(loan.copy.barcode, kind="lost", library_id=library.pk, by_id=by_id)
            more += _settle(case, WAYS[next(ways) % len(WAYS)], next(numbers), by_id)
        settled = list(losses.to_write_off().filter(library=library).values_list("pk", flat=True))
        if settled and place % 2 == 0:
            losses.write_off(settled, library=library, number=f"{today.year}-{place + 1}", by_id=by_id)
            more -= len(settled)
        _damage(library, by_id)
    return more


def _settle(case: LossCase, way: str, number: int, by_id: int) -> int:
    if way == "replace":
        new = NewCopy(
            case.copy.record, BARCODE.format(number), f"R{number}", case.copy.price, case.copy.document_kind
        )
        losses.replace(case.pk, new, by_id=by_id)
        return 1
    if way == "pay":
        losses.pay(case.pk, case.copy.price + Decimal(500), receipt=f"{number:04d}", by_id=by_id)
    elif way == "waive":
        losses.waive(case.pk, "Отбасы үйі өрттен зардап шекті.", by_id=by_id)
    elif way == "find":
        losses.find_again(case.pk, by_id=by_id)
    return 0


def _damage(library: Unit, by_id: int) -> None:
    """A copy from the shelf with a torn page, its case open."""
    shelf = Copy.objects.filter(library=library, status=Copy.Status.IN_STOCK, document_kind="book")
    at_rest = shelf.filter(stands_at=None, holds=None, transits=None, deposit_items=None)
    at_rest = at_rest.exclude(loans__state=Loan.OPEN).exclude(loans__returned_at__gte=clock.now())
    torn = at_rest.order_by("pk").first()
    if torn is not None and not losses.is_kept_away(torn.pk):
        losses.open_case(
            torn.barcode, kind="damaged", library_id=library.pk, remark="Беттері жыртылған.", by_id=by_id
        )


def _moment(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(11), tzinfo=ZoneInfo(settings.TIME_ZONE))
