"""What becomes of a file of MARC records: good ones in, bad ones told, the same file again changes nothing."""

import csv
import io

import pymarc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.catalog.models import Record
from orda.catalog.rejects import Rejects
from orda.catalog.services import export_records, import_records
from orda.catalog.tests.files import iso2709, marc21, marcxml, unimarc
from orda.diary.models import Entry

KAZAKH = "Әнұран өңірі: ғажайып ұлы құс һәм үкілі іні"
RUSSIAN = "Ёжик в тумане и другие сказки"
GOOD = marc21("g1", "Абай жолы") + marc21("g2", "Қан мен тер")


def titles() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "50"), ("kz1048", "89"), ("kz1048", ""), ("utf-8", "")],
)
def test_kazakh_in_every_character_set_that_holds_it(take, encoding, declared):
    counts = take(unimarc("1", KAZAKH, encoding, declared), "unimarc")
    assert (counts.new, counts.rejected) == (1, 0)
    assert titles() == [KAZAKH]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "kz1048", "koi8-r", "cp866"])
@pytest.mark.parametrize("family", ["unimarc", "marc21"])
def test_russian_in_every_character_set(take, encoding, family):
    """Nothing in the record says which one it is."""
    if family == "unimarc":
        data = unimarc("1", RUSSIAN, encoding, language="rus")
    else:
        data = iso2709(
            [("001", "1"), ("008", "240115s2023    ru                  rus d"), ("245", f"00$a{RUSSIAN}")],
            encoding,
        )
    assert take(data, family).new == 1
    assert titles() == [RUSSIAN]


def test_marc8_reads_as_pymarc_reads_it(take):
    """é in ANSEL is an acute accent before its letter; Cyrillic stands behind an escape to its own set."""
    body = b"00\x1faCaf\xe2e \x1b(NwOJNA\x1b(B"
    record = iso2709([("001", "1"), ("245", body.decode("latin-1"))], "latin-1")
    expected = next(pymarc.MARCReader(io.BytesIO(record))).title
    take(record)
    assert titles() == [expected.strip()]
    assert "Café" in titles()[0]


def test_the_wrong_encoding_is_refused_not_read_wrong(take):
    counts = take(unimarc("1", KAZAKH, "kz1048", "89"), "unimarc", charset="koi8-r")
    assert (counts.new, counts.rejected) == (0, 1)
    counts = take(unimarc("1", KAZAKH, "utf-8"), "unimarc", charset="koi8-r")
    assert (counts.new, counts.rejected) == (0, 1)
    assert "UTF-8" in take.rejects.first[0]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "windows-1251"])
def test_marcxml(take, encoding):
    assert take(marcxml(RUSSIAN, "Колобок", encoding=encoding)).new == 2
    assert titles() == [RUSSIAN, "Колобок"]


def test_each_new_record_counts_once_in_the_diary(take, city):
    take(GOOD)
    assert Entry.objects.filter(measure="catalogue_record", library=city.central).count() == 2


def test_the_same_file_again_changes_nothing(take):
    first = take(GOOD)
    before = list(Record.objects.order_by("pk").values())
    again = take(GOOD)
    assert (first.new, again.new, again.unchanged) == (2, 0, 2)
    assert list(Record.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == 2


def test_other_content_under_a_known_number_changes_that_record(take):
    take(GOOD)
    counts = take(marc21("g2", "Қан мен тер. 2-кітап"))
    assert (counts.new, counts.changed) == (0, 1)
    assert titles() == ["Абай жолы", "Қан мен тер. 2-кітап"]
    assert Entry.objects.count() == 2


def test_one_number_on_two_records_of_a_file(take):
    counts = take(marc21("g1", "Абай жолы") + marc21("g1", "Басқа кітап") + marc21("g1", "Абай жолы"))
    assert (counts.read, counts.new, counts.unchanged, counts.rejected) == (3, 1, 1, 1)


# Every kind of damage between two good records: (the bytes, what the report must say).
DAMAGE = {
    "cut off": (marc21("b", "Кесілген")[:-30], "byte"),
    "garbage": (b"\xd0\xff" * 500 + b"\x1d", "not a MARC record"),
    "wrong length": (marc21("b", "Ұзын").replace(b"0", b"9", 1), "bytes"),
    "no title": (iso2709([("001", "b"), ("100", "1 $aАвтор")], "utf-8"), "no title"),
    "directory": (marc21("b", "Х").replace(b"245", b"2\xff5", 1), "directory"),
    "an authority": (marc21("b", "Х", "00000nz  a2200000 a 4500"), "authority"),
    "not utf-8 as it says": (
        iso2709([("001", "b"), ("245", "00$aCaf\xe9 noir")], "latin-1", "00000nam a2200000 a 4500"),
        "UTF-8",
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_bad_record_is_told_and_the_good_around_it_go_in(take, kind):
    bad, said = DAMAGE[kind]
    counts = take(marc21("g1", "Абай жолы") + bad + marc21("g2", "Қан мен тер"))
    assert counts.new == 2, take.rejects.first
    assert counts.rejected >= 1
    assert counts.read == counts.new + counts.rejected
    assert take.rejects.first[0].startswith("record 2 (byte ")
    assert said in take.rejects.first[0]
    assert titles() == ["Абай жолы", "Қан мен тер"]


def test_rejects_are_kept_byte_for_byte_with_their_reasons(city, tmp_path):
    bad, _said = DAMAGE["no title"]
    path = tmp_path / "kept.rejects"
    with Rejects(path) as rejects:
        import_records(
            io.BytesIO(GOOD + bad), family="marc21", database="books", library=city.central, rejects=rejects
        )
    assert path.read_bytes() == bad
    with path.with_name("kept.rejects.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["record"], row["byte"], row["code"]) == ("3", str(len(GOOD)), "no_title")


def test_a_hundred_megabytes_of_garbage_are_one_reject_in_little_memory(city):
    class Garbage(io.RawIOBase):
        left = 100 << 20

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return (
                b"\xfe\x01garbage!"[: given or None] * (given // 10) + b"?" * (given % 10) if given else b""
            )

    import tracemalloc

    tracemalloc.start()
    counts = import_records(Garbage(), family="marc21", database="books", library=city.central)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (counts.read, counts.rejected) == (1, 1)
    assert not Record.objects.exists()
    assert peak < 16 << 20


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><collection><record><leader>00000nam a2200000 a 4500</leader>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">&c;</subfield></datafield></record></collection>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB, "document type or entities"),
        (b"<collection>" + b"<record>" * 200, "nested too deep"),
        (marcxml("Абай")[:-40], "breaks off at line"),
        (b'<?xml version="1.0" encoding="x-nothing"?><collection/>', "unknown encoding"),
        (b"<html><body>", "breaks off"),
    ],
)
def test_xml_that_is_no_marcxml(take, data, said):
    counts = take(data)
    assert counts.rejected >= 1
    assert said in " ".join(take.rejects.first)


def test_records_before_a_break_in_the_xml_go_in(take):
    counts = take(marcxml("Абай", "Мұхтар")[:-60])
    assert counts.new >= 1
    assert "Абай" in titles()


letters = st.text(
    st.characters(codec="utf-8", exclude_categories=("C",), exclude_characters="$"), min_size=1, max_size=60
)


@given(st.lists(st.tuples(letters, letters), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_is_what_came_in_byte_for_byte(take, described):
    Record.objects.all().delete()
    data = b"".join(
        iso2709(
            [("001", f"n{at}"), ("245", f"00$a{title}Ә"), ("500", f"  $a{note}")],
            "utf-8",
            "00000nam a2200000 a 4500",
        )
        for at, (title, note) in enumerate(described)
    )
    counts = take(data)
    assert counts.new == len(described)
    assert b"".join(export_records("books", "marc21")) == data


def test_exported_xml_reads_in_pymarc(take):
    take(GOOD)
    xml = b"".join(export_records("books", "marc21", container="marcxml"))
    found = pymarc.parse_xml_to_array(io.BytesIO(xml))
    assert [record.title for record in found] == ["Абай жолы", "Қан мен тер"]
