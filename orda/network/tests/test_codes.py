"""What a scanner types is read back to the code on the label; no two things carry one code."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from orda.diary.proof import prove
from orda.network import codes
from orda.network.models import Code, Unit
from orda.readers.models import Reader
from orda.readers.refusals import BadReaderField, CardTaken, LabelTaken
from orda.readers.services import give_new_card
from orda.stock.models import Copy
from orda.stock.services import BadNumber, NumberTaken, take_in
from orda.stock.services import LabelTaken as BarcodeTaken
from tests.house import a_library, a_reader, a_record, copies_in_stock, new_copies


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


@pytest.fixture
def reader(library: Unit) -> Reader:
    return a_reader(library, card_number="D00000014")


@pytest.mark.parametrize(
    "scan",
    [
        "D00000014",
        "d00000014",  # Caps Lock
        "В00000014",  # Russian layout
        "в00000014",
        'Вққққққ"ң',  # Kazakh layout: its row of digits has letters
        "*D00000014*",  # Code 39 with its stars
        "*d00000014*",
        "]C0D00000014",  # AIM prefixes
        "]A0*D00000014*",
        "ъС0В00000014",  # the same on the Russian layout
        "D00000014\t",
        "D00000014\r\n",
        "  D0000 0014 ",
        "\x02D00000014\x03",
        "\ufeffD00000014",
    ],
)
def test_however_it_is_typed_a_scan_is_the_code_on_the_label(reader: Reader, scan: str) -> None:
    assert codes.read(scan) == "D00000014"


@pytest.mark.parametrize(
    "scan", ['әқққққққ"ұ', "a2000000019b", "A2000000019B", "*2000000019*", "]F0A2000000019B"]
)
def test_a_copys_digits_are_read_from_any_row_of_digits_and_any_frame(library: Unit, scan: str) -> None:
    take_in(new_copies(a_record(library), barcodes=["2000000019"]), library=library, supply="budget")
    assert codes.read(scan) == "2000000019"


def test_what_is_plain_asks_the_database_nothing(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert codes.read("D00000014") == "D00000014"
        assert codes.read("d00000014") == "D00000014"
        assert codes.read("*2000000019*") == "2000000019"


def test_a_code_that_begins_and_ends_like_codabars_frame_is_itself(library: Unit) -> None:
    a_reader(library, card_number="A123B")
    a_reader(library, card_number="123")
    assert codes.read("a123b") == "A123B"


def test_where_two_labels_are_meant_nobodys_is_opened(library: Unit) -> None:
    """«К» is the key of R on a Russian keyboard, and looks like a K."""
    a_reader(library, card_number="K00077777")
    assert codes.read("К00077777") == "K00077777"
    a_reader(library, card_number="R00077777")
    assert codes.read("К00077777") == "К00077777"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("К00077777", "K00077777"), ("В00000014", "B00000014"), ("д00000014", "L00000014"), (" r-12 ", "R-12")],
)
def test_a_new_label_is_kept_in_latin_capitals(typed: str, kept: str) -> None:
    assert codes.kept(typed) == kept


@pytest.mark.parametrize(
    ("scan", "why"),
    [
        ("В99999999", ["ru"]),
        ("әққққққққққ", ["kk"]),
        ("d99999999", ["caps"]),
        ("*99999999*", ["frame"]),
        ("]c099999999", ["caps", "frame"]),
        ("A99999999B", ["frame"]),
        ("D99999999", []),
        ("9" * 40, ["two"]),
    ],
)
def test_what_was_not_understood_has_its_likely_reason(scan: str, why: list[str]) -> None:
    assert [doubt.code for doubt in codes.doubts(scan)] == why


@pytest.mark.parametrize(
    ("text", "scanned"),
    [("әққққққққ", True), ("*0123*", True), ("Ақбота", False), ("Қанат", False), ("Оспанов Ә", False)],
)
def test_a_name_is_told_from_a_scan(text: str, scanned: bool) -> None:
    assert codes.looks_scanned(text) is scanned


def test_a_card_may_not_have_a_copys_barcode_nor_a_copy_a_cards_number(library: Unit, reader: Reader) -> None:
    copy = copies_in_stock(library)[0]
    with pytest.raises(LabelTaken):
        a_reader(library, card_number=copy.barcode.lower())
    with pytest.raises(LabelTaken):
        give_new_card(reader, copy.barcode)
    with pytest.raises(BarcodeTaken):
        take_in(new_copies(a_record(library), barcodes=["d00000014"]), library=library, supply="budget")


def test_one_code_in_two_spellings_is_one_code(library: Unit, reader: Reader) -> None:
    with pytest.raises(CardTaken):
        a_reader(library, card_number="d00000014")
    copies_in = new_copies(a_record(library), barcodes=["77", "*77*"])
    with pytest.raises(NumberTaken):
        take_in(copies_in, library=library, supply="budget")


@pytest.mark.parametrize("barcode", ["+", "12/", "25*", "5+", "", "А+Б"])
def test_a_key_of_the_desk_is_no_label(library: Unit, barcode: str) -> None:
    with pytest.raises(BadNumber):
        take_in(new_copies(a_record(library), barcodes=[barcode]), library=library, supply="budget")
    if barcode:
        with pytest.raises(BadReaderField):
            a_reader(library, card_number=barcode)


def test_the_database_itself_holds_it_whatever_writes(library: Unit, reader: Reader) -> None:
    copy = copies_in_stock(library)[0]
    readers, copies = Reader.objects.filter(pk=reader.pk), Copy.objects.filter(pk=copy.pk)
    for wrong in (
        lambda: readers.update(card_number=copy.barcode),
        lambda: copies.update(barcode=reader.card_number),
        lambda: readers.update(card_number="d00000014"),
        lambda: copies.update(barcode="Я1"),
        lambda: copies.update(barcode="12/"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    readers.update(card_number="D77")
    assert codes.kinds_of(["D00000014", "D77", copy.barcode]) == {"D77": "card", copy.barcode: "copy"}


def test_a_code_is_free_again_when_nothing_carries_it(library: Unit, reader: Reader) -> None:
    give_new_card(reader, "D00000015")
    assert a_reader(library, card_number="D00000014").pk


def test_labels_of_before_are_mended_or_named(library: Unit) -> None:
    """Small letters are mended; a clash and a letter that may be two are left to a person, each by its name."""
    mended, clash, two, barred = (a_reader(library, card_number=f"X0{n}") for n in range(4))
    copy = copies_in_stock(library)[0]
    _without_triggers()
    for reader, was in ((mended, "d 14"), (clash, copy.barcode), (two, "К00077777"), (barred, "x00")):
        Reader.objects.filter(pk=reader.pk).update(card_number=was)
    Code.objects.exclude(kind="copy").delete()
    a_code = Reader.objects.filter(pk=barred.pk)
    call_command("migrate", verbosity=0)
    mended.refresh_from_db()
    assert mended.card_number == "D14"
    assert a_code.get().card_number == "X00"
    named = "\n".join(prove().named["labels that the name space of codes does not hold"])
    assert f"card {clash.pk}, {copy.barcode}: a copy carries this code too" in named
    assert f"card {two.pk}, К00077777: no code that a scanner can send (R00077777 or K00077777?)" in named
    assert len(named.splitlines()) == 2


def test_a_table_of_codes_out_of_step_is_named(library: Unit, reader: Reader) -> None:
    Code.objects.filter(pk=reader.card_number).delete()
    Code.objects.create(code="GHOST1", kind="copy")
    named = prove().named["labels that the name space of codes does not hold"]
    assert sorted(named) == [
        "GHOST1: the code of a copy that is not there",
        f"card {reader.pk}, D00000014: not in the table of codes; run `orda migrate`",
    ]


def _without_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("readers_reader", "stock_copy"):
                cursor.execute(f"DROP TRIGGER {table}_label ON {table}")
            return
        for table in ("readers_reader", "stock_copy"):
            for act in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_label_{act}")
