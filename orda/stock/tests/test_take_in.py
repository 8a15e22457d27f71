"""Copies come into the stock by a document."""

from decimal import Decimal

import pytest

from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Unit
from orda.stock import services as stock
from orda.stock.models import Copy, IntakeBatch
from orda.stock.queries import copy_by_barcode, stock_from_scratch
from tests.house import a_record, diary_of, new_copies


def test_it_counts_each_copy_once_in_the_diary(library: Unit) -> None:
    batch = stock.take_in(new_copies(a_record(library), 3), library=library, supply="budget")
    assert batch.copies.count() == 3
    assert diary_of() == {"intake": 3}
    assert stock_from_scratch() == {library.pk: 3}


def test_the_diary_tells_language_field_kind_and_supply_apart(library: Unit) -> None:
    coming = [
        *new_copies(a_record(library, language="kaz"), 2),
        *new_copies(a_record(library, language="rus", subject_field="science"), 1),
        *new_copies(a_record(library, language="chi"), 4, kind="journal"),
    ]
    stock.take_in(coming, library=library, supply="gift")
    assert diary_of(by="language") == {("intake", "kk"): 2, ("intake", "ru"): 1, ("intake", "other"): 4}
    assert diary_of(by="document_kind") == {("intake", "book"): 3, ("intake", "journal"): 4}
    assert diary_of(by="subject_field") == {("intake", "fiction_philology"): 6, ("intake", "science"): 1}
    assert diary_of(by="supply") == {("intake", "gift"): 7}


def test_networked_documents_are_counted_apart_from_the_stock(library: Unit) -> None:
    stock.take_in(
        new_copies(a_record(library), 2, kind="electronic_document"), library=library, supply="subscription"
    )
    assert diary_of() == {"electronic_intake": 2}
    assert stock_from_scratch() == {}


def test_the_lines_lie_on_the_day_of_the_document_and_name_it(library: Unit) -> None:
    day = clock.today().replace(month=1, day=9)
    batch = stock.take_in(new_copies(a_record(library)), library=library, supply="budget", day=day)
    line = Entry.objects.get(act="intake")
    assert (line.day, line.act, line.act_id) == (day, "intake", batch.pk)


def test_a_copy_is_found_by_its_barcode(library: Unit) -> None:
    stock.take_in(new_copies(a_record(library), barcodes=["7700001"]), library=library, supply="budget")
    found = copy_by_barcode("7700001")
    assert found is not None
    assert found.library == library
    assert copy_by_barcode("7700002") is None


@pytest.mark.parametrize(
    "barcode",
    ["", " ", "C 1 ", "7\x00001", "7\n001", "7\x1b[31m", "x" * 33, "77\u200b001"],
    ids=["empty", "blank", "trailing blank", "nul", "line break", "escape", "too long", "invisible"],
)
def test_it_refuses_a_barcode_that_no_scanner_reads_back(library: Unit, barcode: str) -> None:
    with pytest.raises(stock.BadNumber):
        _take(library, new_copies(a_record(library), barcodes=[barcode]))
    _nothing_came()


@pytest.mark.parametrize("price", ["-0.01", "10000000000", "NaN", "Infinity"])
def test_it_refuses_a_price_that_is_no_sum(library: Unit, price: str) -> None:
    with pytest.raises(stock.BadPrice):
        _take(library, [stock.NewCopy(a_record(library), "C1", "I1", Decimal(price))])
    _nothing_came()


def test_it_refuses_two_copies_with_one_barcode(library: Unit) -> None:
    with pytest.raises(stock.NumberTaken, match="C1"):
        _take(library, new_copies(a_record(library), barcodes=["C1", "C1"]))
    _nothing_came()


def test_it_refuses_a_barcode_that_stands_in_the_stock(library: Unit) -> None:
    _take(library, new_copies(a_record(library), barcodes=["C1"]))
    with pytest.raises(stock.NumberTaken, match="C1"):
        _take(library, new_copies(a_record(library), barcodes=["C2", "C1"]))
    assert diary_of() == {"intake": 1}
    assert Copy.objects.count() == 1


def test_a_number_taken_by_another_desk_meanwhile_is_named(
    library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take(library, new_copies(a_record(library), barcodes=["C1"]))
    looks = iter([[], []])
    seen = stock._taken
    monkeypatch.setattr(stock, "_taken", lambda name, values: next(looks, None) or seen(name, values))
    with pytest.raises(stock.NumberTaken, match="C1"):
        _take(library, new_copies(a_record(library), barcodes=["C1"]))
    assert diary_of() == {"intake": 1}


@pytest.mark.parametrize(
    ("supply", "kind"), [("stolen", "book"), ("budget", "clay tablet")], ids=["supply", "kind"]
)
def test_it_refuses_codes_that_the_report_does_not_know(library: Unit, supply: str, kind: str) -> None:
    with pytest.raises(stock.UnknownSupply):
        stock.take_in(new_copies(a_record(library), kind=kind), library=library, supply=supply)
    _nothing_came()


def test_it_refuses_a_document_without_copies(library: Unit) -> None:
    with pytest.raises(stock.NothingToDo):
        _take(library, [])
    _nothing_came()


def test_a_long_document_comes_in_whole(library: Unit) -> None:
    _take(library, new_copies(a_record(library), 1200))
    assert diary_of() == {"intake": 1200}
    assert Copy.objects.count() == 1200


def _take(library: Unit, coming: list[stock.NewCopy]) -> None:
    stock.take_in(coming, library=library, supply="budget")


def _nothing_came() -> None:
    assert not Copy.objects.exists()
    assert not IntakeBatch.objects.exists()
    assert not Entry.objects.filter(act="intake").exists()
