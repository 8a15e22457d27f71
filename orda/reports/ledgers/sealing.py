"""Seal the stock book of a quarter that is over: from then on its numbers are read off the seal, and no document may
be dated into it (order 136-НҚ: a closed period is never edited, a new document corrects it)."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Staff, Unit
from orda.network.refusals import Refusal
from orda.planning.document.services import seal_of
from orda.reports.ledgers.book_numbers import as_data, counted_now
from orda.reports.ledgers.times import Kind, Time
from orda.reports.models import Submission

BOOK = Submission.Kind.STOCK_BOOK


class NotAQuarter(Refusal):
    code = "not_a_quarter"
    message = _("A stock book is sealed quarter by quarter.")


class QuarterNotOver(Refusal):
    code = "quarter_not_over"
    message = _("The quarter runs until %(last)s: its book can be sealed after that day.")


class SealedAlready(Refusal):
    code = "sealed_already"
    message = _("The book of this quarter is sealed already.")


class LaterSealed(Refusal):
    code = "later_sealed"
    message = _("The book of a later quarter is sealed already: this one can't be sealed after it.")


def sealed(time: Time, library: Unit) -> Submission | None:
    """The seal of a quarter's book; None where it isn't sealed."""
    if time.kind != Kind.QUARTER:
        return None
    return Submission.objects.filter(
        kind=BOOK, year=time.first.year, number=quarter_of(time.first), library=library
    ).first()


def seal_book(time: Time, library: Unit, by: Staff, note: str = "") -> Submission:
    """Seals the book of a quarter. Raises NotAQuarter, QuarterNotOver, SealedAlready, LaterSealed."""
    if time.kind != Kind.QUARTER:
        raise NotAQuarter
    if clock.today() <= time.last:
        raise QuarterNotOver(last=f"{time.last:%d.%m.%Y}")
    year, number = time.first.year, quarter_of(time.first)
    books = Submission.objects.filter(kind=BOOK, library=library)
    if books.filter(Q(year=year, number__gt=number) | Q(year__gt=year)).exists():
        raise LaterSealed
    content = {
        **{"kind": BOOK.value, "year": year, "number": number, "library": library.code, "rows": []},
        **as_data(counted_now(time, library)),
    }
    try:
        with transaction.atomic():
            return books.create(
                kind=BOOK,
                library=library,
                year=year,
                number=number,
                content=content,
                seal=seal_of(content),
                note=note.strip()[:1000],
                submitted_at=clock.now(),
                submitted_by=by,
            )
    except IntegrityError:  # a second press, or another person in the same moment
        raise SealedAlready from None


def says_the_same(done: Submission, time: Time, library: Unit) -> bool:
    """Whether the copies and their documents still say what was sealed."""
    now = as_data(counted_now(time, library))
    return all(done.content[name] == value for name, value in now.items())


def quarter_of(day: datetime.date) -> int:
    return (day.month + 2) // 3
