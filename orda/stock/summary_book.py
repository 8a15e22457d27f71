"""The summary stock book (КСУ, қорды жиынтық есепке алу кітабы), read off the copies and their documents.

Part 1 has a line for each intake batch, part 2 one for each withdrawal act (order 136-НҚ). Networked documents are
counted apart from the physical stock and stand in no line here.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from orda.network.models import Unit
from orda.stock.models import Copy, IntakeBatch, WithdrawalAct
from orda.stock.services import ELECTRONIC_DOCUMENT

TOLD_APART = ("document_kind", "subject_field", "language")
Cell = tuple[str, str]  # a dimension and its value
DAY = datetime.timedelta(days=1)


@dataclass
class Amount:
    """Copies, the titles that came with their first or went with their last copy, their price in tenge."""

    copies: int = 0
    titles: int = 0
    price: Decimal = Decimal(0)
    by: Counter[Cell] = field(default_factory=Counter)

    def __iadd__(self, other: "Amount") -> "Amount":
        self.copies += other.copies
        self.titles += other.titles
        self.price += other.price
        self.by.update(other.by)
        return self


@dataclass(frozen=True)
class BookLine:
    """A batch or an act: its running number in the year and place, its document, why (supply or reason), how much."""

    number: int
    pk: int
    day: datetime.date
    library: Unit
    document: str
    why: str
    amount: Amount


@dataclass(frozen=True)
class SummaryBook:
    """Part 1 and part 2 of a period, between what stood at its start and at its end."""

    opening: Amount
    intake: tuple[BookLine, ...]
    withdrawal: tuple[BookLine, ...]
    closing: Amount


Libraries = Collection[int] | None


def summary_book(first: datetime.date, last: datetime.date, library_ids: Libraries = None) -> SummaryBook:
    """The book of a period (within one year) at these libraries (None: all), in the order of its days.

    A title comes with a place's first copy of a record and goes with its last, so titles of libraries do not add up
    to those of their network.
    """
    new, gone = _titles(first, last, library_ids)
    batches, acts = (
        IntakeBatch.objects.select_related("library"),
        WithdrawalAct.objects.select_related("library"),
    )
    brought, taken = (_amounts(name, first, last, library_ids) for name in ("batch", "withdrawal"))
    came, went = batches.in_bulk(list(brought)), acts.in_bulk(list(taken))
    return SummaryBook(
        opening=standing(first - DAY, library_ids),
        intake=tuple(
            BookLine(
                n, pk, one.day, one.library, one.document, one.supply, _with_titles(brought[pk], new[pk])
            )
            for pk, n in _numbers("batch", first, last, library_ids).items()
            for one in (came[pk],)
        ),
        withdrawal=tuple(
            BookLine(n, pk, one.day, one.library, one.number, one.reason, _with_titles(taken[pk], gone[pk]))
            for pk, n in _numbers("withdrawal", first, last, library_ids).items()
            for one in (went[pk],)
        ),
        closing=standing(last, library_ids),
    )


def standing(day: datetime.date, library_ids: Libraries) -> Amount:
    """What stands in the stock at the end of a day."""
    copies = _copies(library_ids).filter(batch__day__lte=day)
    copies = copies.filter(Q(withdrawal=None) | Q(withdrawal__day__gt=day))
    found = Amount()
    for *values, n, price in (
        copies.order_by().values_list(*TOLD_APART).annotate(n=Count("pk"), price=Sum("price"))
    ):
        found += _amount(values, n, price)
    found.titles = copies.order_by().values("record").distinct().count()
    return found


def _copies(library_ids: Libraries) -> QuerySet[Copy]:
    found = Copy.objects.exclude(document_kind=ELECTRONIC_DOCUMENT)
    return found if library_ids is None else found.filter(library__in=library_ids)


def _amount(values: Iterable[str], n: int, price: Decimal) -> Amount:
    return Amount(n, 0, price, Counter(dict.fromkeys(zip(TOLD_APART, values, strict=True), n)))


def _amounts(
    document: str, first: datetime.date, last: datetime.date, library_ids: Libraries
) -> dict[int, Amount]:
    """Batch or act -> what of these libraries it brought or took."""
    found: dict[int, Amount] = defaultdict(Amount)
    counted = (
        _copies(library_ids)
        .filter(**{f"{document}__day__range": (first, last)})
        .order_by()
        .values_list(f"{document}_id", *TOLD_APART)
        .annotate(n=Count("pk"), price=Sum("price"))
    )
    for pk, *values, n, price in counted:
        found[pk] += _amount(values, n, price)
    return found


def _numbers(
    document: str, first: datetime.date, last: datetime.date, library_ids: Libraries
) -> Mapping[int, int]:
    """Batch or act of the period -> its running number: it begins anew each year, in each place's book."""
    since = first.replace(month=1, day=1)
    of_year = (
        _copies(library_ids)
        .filter(**{f"{document}__day__range": (since, last)})
        .order_by(f"{document}__day", f"{document}_id")
        .values_list(f"{document}__day", f"{document}_id")
        .distinct()
    )
    return {pk: n for n, (day, pk) in enumerate(of_year, 1) if day >= first}


def _titles(
    first: datetime.date, last: datetime.date, library_ids: Libraries
) -> tuple[Counter[int], Counter[int]]:
    """Batch -> titles that came with it, act -> titles that went: with a place's first and last copy of a record.

    Only records that moved in the period are followed from their beginning. On one day, what comes is before what goes.
    """
    copies = _copies(library_ids)
    moved = copies.filter(Q(batch__day__range=(first, last)) | Q(withdrawal__day__range=(first, last)))
    steps: dict[int, list[tuple[datetime.date, int, int]]] = defaultdict(list)
    paths = copies.filter(record__in=moved.order_by().values("record")).order_by()
    for record, came, batch, went, act in paths.values_list(
        "record_id", F("batch__day"), "batch_id", F("withdrawal__day"), "withdrawal_id"
    ):
        steps[record].append((came, 0, batch))
        if act is not None:
            steps[record].append((went, 1, act))
    new: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    for walked in steps.values():
        here = 0
        for day, leaves, pk in sorted(walked):
            here += -1 if leaves else 1
            if first <= day <= last and here == (0 if leaves else 1):
                (gone if leaves else new)[pk] += 1
    return new, gone


def _with_titles(amount: Amount, titles: int) -> Amount:
    amount.titles = titles
    return amount
