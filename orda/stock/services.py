"""What may be done to the stock: take copies in by a document, withdraw them by an act."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from orda.catalog import changes
from orda.catalog.models import Record
from orda.diary import services as diary
from orda.diary.measures import DOCUMENT_KIND, REASON, SOURCE_OF_SUPPLY, Text
from orda.diary.plain_sql import parts
from orda.network import clock, codes
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.stock.models import Copy, IntakeBatch, WithdrawalAct

ELECTRONIC_DOCUMENT = "electronic_document"
_REPORT_LANGUAGE = {"kaz": "kk", "rus": "ru"}
Kind = tuple[tuple[str, str], ...]  # (diary dimension, value)
_INSERT_COPY = """
INSERT INTO stock_copy (record_id, library_id, barcode, inventory_number, price, subject_field, language,
    document_kind, status, batch_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


class NumberTaken(Refusal):
    code = "number_taken"
    message = _("The barcode or inventory number %(number)s belongs to another copy already.")


class LabelTaken(NumberTaken):
    """Something that is no copy carries the code; `what` says what."""

    code = "label_taken"
    message = _("The number %(number)s is taken: %(what)s.")


class BadNumber(Refusal):
    code = "bad_number"
    message = _(
        "A barcode, an inventory number and an act's number need 1 to 32 letters, digits or signs: %(number)s"
    )


class BadPrice(Refusal):
    code = "bad_price"
    message = _("The price %(price)s is not a sum in tenge from 0 to 9,999,999,999.99.")


class UnknownSupply(Refusal):
    code = "unknown_supply"
    message = _("“%(supply)s” is not a known source of supply, document kind or reason.")


class NothingToDo(Refusal):
    code = "nothing_to_do"
    message = _("There is no copy in this document.")


class CopyNotInStock(Refusal):
    code = "copy_not_in_stock"
    message = _("Copy %(barcode)s is withdrawn already, out on loan, promised to a reader or under way.")


class PeriodSealed(Refusal):
    code = "period_sealed"
    message = _("The stock book of %(day)s is sealed: give the document a day after its quarter.")


Sealed = Callable[[Collection[int], datetime.date], bool]
_SEALED: list[Sealed] = []


def tells_sealed(said: Sealed) -> Sealed:
    """Registers the room that seals stock books; it stands above and is found at the start (`stock_seals.py`)."""
    _SEALED.append(said)
    return said


Held = Callable[[Collection[int]], Iterable[int]]
_HELD: list[Held] = []


def tells_held(said: Held) -> Held:
    """Registers a room's answer: copy ids -> those that it has given out, promised or sent (`stock_held.py`).

    Such a copy is not written off. The room stands above and is found at the start.
    """
    _HELD.append(said)
    return said


@dataclass(frozen=True)
class NewCopy:
    """A copy as its accompanying document names it. `price` in tenge."""

    record: Record
    barcode: str
    inventory_number: str
    price: Decimal
    document_kind: str = "book"


@transaction.atomic
def take_in(
    copies: Iterable[NewCopy],
    *,
    library: Unit,
    supply: str,
    document: str = "",
    day: datetime.date | None = None,
    by_id: int | None = None,
) -> IntakeBatch:
    """Takes copies into the stock by one document; the diary gets one line per kind of copy.

    Networked documents are counted apart from the physical stock (`electronic_intake`).
    Raises BadNumber, NumberTaken, BadPrice, UnknownSupply, NothingToDo, PeriodSealed.
    Source: order 136-НҚ, summary stock book part 1.
    """
    coming = [replace(new, barcode=codes.kept(new.barcode)) for new in copies]
    if not coming:
        raise NothingToDo
    _check_supply(supply, SOURCE_OF_SUPPLY.values)
    _check(coming)
    day = day or clock.today()
    _check_open({library.pk}, day)
    batch = IntakeBatch.objects.create(
        library=library, day=day, supply=supply, document=document[:120], taken_by_id=by_id
    )
    made = _make(coming, batch)
    for kind, quantity in Counter(sorted(made)).items():
        electronic = dict(kind)["document_kind"] == ELECTRONIC_DOCUMENT
        diary.post(
            day=day,
            library_id=library.pk,
            measure="electronic_intake" if electronic else "intake",
            quantity=quantity,
            values=dict(kind) if electronic else {**dict(kind), "supply": supply},
            act="intake",
            act_id=batch.pk,
            by_id=by_id,
        )
    changes.tell({new.record.pk for new in coming})
    return batch


@transaction.atomic
def withdraw(
    copies: Sequence[Copy],
    *,
    library: Unit,
    number: str,
    reason: str,
    day: datetime.date | None = None,
    by_id: int | None = None,
) -> WithdrawalAct:
    """Writes copies off by one act with one reason; networked documents are counted apart.

    Raises CopyNotInStock, UnknownSupply, BadNumber, NumberTaken, NothingToDo, PeriodSealed.
    Source: order 136-НҚ, summary stock book part 2; one act has one reason.
    """
    if not copies:
        raise NothingToDo
    _check_supply(reason, REASON.values)
    _check_number(number)
    day = day or clock.today()
    held = _hold(copies)
    _check_open({library.pk, *(copy.library_id for copy in held)}, day)
    try:
        with transaction.atomic():
            act = WithdrawalAct.objects.create(
                library=library, day=day, number=number, reason=reason, signed_by_id=by_id
            )
    except IntegrityError:
        raise NumberTaken(number=number) from None
    for part in parts([copy.pk for copy in held]):
        Copy.objects.filter(pk__in=part).update(status=Copy.Status.WITHDRAWN, withdrawal=act)
    for (kind, library_id), quantity in _kinds_by_library(held).items():
        electronic = dict(kind)["document_kind"] == ELECTRONIC_DOCUMENT
        diary.post(
            day=day,
            library_id=library_id,
            measure="electronic_withdrawal" if electronic else "withdrawal",
            quantity=quantity,
            values={**dict(kind), "reason": reason},
            act="withdrawal",
            act_id=act.pk,
            by_id=by_id,
        )
    changes.tell({copy.record_id for copy in held})
    return act


def _make(coming: list[NewCopy], batch: IntakeBatch) -> list[Kind]:
    """The copies' rows, by one plain statement: an opening stock is a hundred thousand. Returns what each is of."""
    kinds = [_kind_of(new) for new in coming]
    rows = [
        (new.record.pk, batch.library_id, new.barcode, new.inventory_number, _price(new.price))
        + tuple(value for _name, value in kind)
        + (Copy.Status.IN_STOCK.value, batch.pk)
        for new, kind in zip(coming, kinds, strict=True)
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_INSERT_COPY, rows)
    except IntegrityError:
        _check(coming)  # another desk took the same number in between our look and our insert: say which
        raise
    return kinds


def _price(price: Decimal) -> Any:
    """As this database's driver wants it in plain SQL."""
    return connection.ops.adapt_decimalfield_value(price, 12, 2)


def _hold(copies: Sequence[Copy]) -> list[Copy]:
    """The copies as they stand, held against the desks to the end of the act. Raises CopyNotInStock.

    Held first, loans asked after: a desk that was lending meanwhile has finished by then.
    """
    wanted = {copy.pk: copy.barcode for copy in copies}
    held: list[Copy] = []
    for part in parts(sorted(wanted)):
        in_stock = Copy.objects.filter(pk__in=part, status=Copy.Status.IN_STOCK)
        held += in_stock.select_for_update(no_key=True).order_by("pk")
    here = {copy.pk for copy in held}
    for part in parts(sorted(wanted)):
        for said in _HELD:
            here.difference_update(said(part))
    gone = [barcode for pk, barcode in wanted.items() if pk not in here]
    if gone:
        raise CopyNotInStock(barcode=", ".join(gone))
    return held


def _check_open(library_ids: Collection[int], day: datetime.date) -> None:
    if any(said(library_ids, day) for said in _SEALED):
        raise PeriodSealed(day=f"{day:%d.%m.%Y}")


def _check_number(number: str) -> None:
    if not 0 < len(number) <= 32 or not number.isprintable() or number != number.strip():
        raise BadNumber(number=ascii(number[:40]))


def _check_supply(code: str, known: dict[str, Text] | None) -> None:
    if code not in (known or {}):
        raise UnknownSupply(supply=code)


def _check(coming: list[NewCopy]) -> None:
    barcodes, numbers = [n.barcode for n in coming], [n.inventory_number for n in coming]
    for new in coming:
        if not codes.is_code(new.barcode):
            raise BadNumber(number=ascii(new.barcode[:40]))
        _check_number(new.inventory_number)
        if not new.price.is_finite() or not 0 <= new.price < 10_000_000_000:
            raise BadPrice(price=new.price)
        _check_supply(new.document_kind, DOCUMENT_KIND.values)
    for name, values in (("barcode", barcodes), ("inventory_number", numbers)):
        twice = [value for value, times in Counter(values).items() if times > 1]
        taken = twice or _taken(name, values)
        if taken:
            raise NumberTaken(number=taken[0])
    for part in parts(barcodes):
        for code, kind in codes.kinds_of(part).items():
            raise LabelTaken(number=code, what=codes.what_carries(kind))


def _taken(name: str, values: list[str]) -> list[str]:
    """Those of the numbers that stand in the stock already; asked in pieces that every database takes."""
    found: list[str] = []
    for part in parts(values):
        found += Copy.objects.filter(**{f"{name}__in": part}).values_list(name, flat=True)
    return found


def _kind(copy: Copy) -> Kind:
    return (
        ("subject_field", copy.subject_field),
        ("language", copy.language),
        ("document_kind", copy.document_kind),
    )


def _kind_of(new: NewCopy) -> Kind:
    return (
        ("subject_field", new.record.subject_field),
        ("language", _REPORT_LANGUAGE.get(new.record.language, "other")),
        ("document_kind", new.document_kind),
    )


def _kinds_by_library(copies: Iterable[Copy]) -> Counter[tuple[Kind, int]]:
    return Counter(sorted((_kind(copy), copy.library_id) for copy in copies))
