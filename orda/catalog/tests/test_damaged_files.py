"""Damage that cost more than the damaged record: the rest of a file, an export, the file itself."""

import io
import os

import pymarc
import pytest
from django.conf import settings
from django.core.management import call_command

from orda.catalog.marc import pieces_of
from orda.catalog.models import Record
from orda.catalog.services import export_records
from orda.catalog.tests.files import RECORDS, iso2709, marc21, marcxml, unimarc
from orda.console import BadInput

GOOD = marc21("g1", "Абай жолы")


def titles() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("title", flat=True))


@pytest.fixture
def run(city, capsys, tmp_path):
    """run(command, …) -> what it said on both outputs."""

    def running(*args: str) -> str:
        out, err = io.StringIO(), io.StringIO()
        call_command(*args, stdout=out, stderr=err)
        return out.getvalue() + err.getvalue() + capsys.readouterr().err

    return running


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("xml_leader_nbsp.xml", "leader"),
        ("xml_leader_short.xml", "leader"),
        ("xml_no_tag.xml", "tag"),
        ("xml_tag_cyr.xml", "tag"),
    ],
)
def test_xml_that_could_not_be_written_again_is_refused_with_its_reason(take, name, said):
    assert take((RECORDS / name).read_bytes()).rejected == 1
    assert said in take.rejects.first[0]


def test_a_leader_that_lost_its_last_blank_and_a_tag_its_zeros_are_read(take):
    xml = marcxml("Абай").replace(b"00000nam a2200000 a 4500", b"00000nam0 2200000   450")
    take(xml.replace(b'tag="001"', b'tag="1"'))
    assert titles() == ["Абай"]
    assert Record.objects.get().source_key == "x0"


def test_an_encoding_that_nobody_knows_is_one_line(run):
    with pytest.raises(BadInput, match="unknown encoding: x-nothing"):
        run("import_marc", str(RECORDS / "xml_unknown_encoding.xml"), "--format", "marc21")


@pytest.mark.parametrize("container", ["iso2709", "marcxml"])
def test_a_record_written_in_utf_8_says_so(take, container):
    take((RECORDS / "unimarc_xml_says89.xml").read_bytes(), "unimarc")
    take(unimarc("2", "Сказки", "cp1251", "89", "rus"), "unimarc")
    out = b"".join(export_records("books", "unimarc", container=container))
    if container == "iso2709":
        out = out[: -len(unimarc("2", "Сказки", "cp1251", "89", "rus"))]
    assert b"50  " in out
    assert b"rusy89" not in out
    Record.objects.all().delete()
    assert take(out, "unimarc").new >= 1
    assert titles()[0] == "Война и мир"


def test_a_marc21_record_in_xml_says_utf_8(take):
    take(iso2709([("001", "1"), ("245", "10$aCaf\xe2e et th\xe2e")], "latin-1"))
    out = b"".join(export_records("books", "marc21", container="marcxml"))
    assert pymarc.parse_xml_to_array(io.BytesIO(out))[0].leader[9] == "a"


def test_an_export_names_what_it_must_leave_out_and_writes_the_rest(run, tmp_path):
    long = f'<datafield tag="520"><subfield code="a">{"ә" * 6_000}</subfield></datafield></record>'
    xml = marcxml("Ұзын", "Абай").replace(b"</record>", long.encode(), 1)
    (tmp_path / "in.xml").write_bytes(xml)
    run("import_marc", str(tmp_path / "in.xml"), "--format", "marc21")
    out = tmp_path / "out.mrc"
    said = run("export_marc", str(out), "--format", "marc21")
    assert "«Ұзын»" in said
    assert "520" in said
    assert "1 records written" in said
    assert [record.title for record in pymarc.MARCReader(io.BytesIO(out.read_bytes()))] == ["Абай"]

    said = run("export_marc", str(out), "--format", "marc21", "--cut-fields")
    assert "2 records written" in said
    cut, _whole = pymarc.MARCReader(io.BytesIO(out.read_bytes()))
    assert cut["520"]["a"] == "ә" * 4_997


def test_control_characters_in_a_record_make_no_xml_that_no_parser_takes(take):
    data = iso2709([("001", "1\x02"), ("245", "10$aА\x00ба\x0bй\r"), ("500", "  $\x01x")], "utf-8")
    assert take(data + marc21("2", "Екінші")).new == 2
    out = b"".join(export_records("books", "marc21", container="marcxml"))
    assert [record.title for record in pymarc.parse_xml_to_array(io.BytesIO(out))] == ["Абай\r", "Екінші"]
    Record.objects.all().delete()
    assert take(out).new == 2


def test_a_control_character_in_foreign_xml_costs_its_record_alone(take):
    counts = take(marcxml("Бір", "Екі", "Үш").replace("Екі".encode(), b"\x01"))
    assert (counts.read, counts.new, counts.rejected) == (3, 2, 1)
    assert titles() == ["Бір", "Үш"]


@pytest.mark.parametrize("size", [1_500_000, 5_000_000, 9_000_000])
def test_a_huge_record_in_xml_costs_itself_alone(take, size):
    counts = take(marcxml("Бір", "Екі", "Үш").replace("Екі".encode(), b"x" * size))
    assert (counts.read, counts.new, counts.rejected) == (3, 2, 1)
    assert titles() == ["Бір", "Үш"]


@pytest.mark.parametrize("said", [b"001000000000", b"001+00300000", b"0010_0300000", b"001 00300000"])
def test_a_directory_by_no_letter_is_refused(take, said):
    record = iso2709([("001", "g1"), ("245", "00$aКітап")], "utf-8")
    assert b"001000300000" in record
    counts = take(record.replace(b"001000300000", said) + GOOD)
    assert (counts.new, counts.rejected) == (1, 1)
    assert "directory" in take.rejects.first[0]


@pytest.mark.parametrize("crumb", [b"\x1d", b"x\x1d", b"01234\x1d"])
def test_crumbs_between_records_are_one_damage(take, crumb):
    counts = take(GOOD + crumb * 300_000 + marc21("g2", "Қан мен тер"))
    assert counts.new == 2
    assert counts.rejected <= 3  # as often as the file is read on within it


@pytest.mark.parametrize("kind", ["itself", "hard link", "symbolic link", "its reasons", "the database"])
def test_rejects_are_never_written_over_what_is_read(run, tmp_path, kind, monkeypatch):
    file = tmp_path / ("bad.mrc.csv" if kind == "its reasons" else "bad.mrc")
    file.write_bytes(GOOD + b"garbage" * 9)
    rejects = tmp_path / "bad.mrc" if kind in ("itself", "its reasons") else tmp_path / "other"
    if kind == "hard link":
        os.link(file, rejects)
    elif kind == "symbolic link":
        rejects.symlink_to(file)
    elif kind == "the database":
        rejects.write_bytes(b"the house")
        monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(rejects))
        monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "orda.sqlite")
    with pytest.raises(BadInput, match="written over"):
        run("import_marc", str(file), "--format", "marc21", "--rejects", str(rejects))
    assert file.read_bytes() == GOOD + b"garbage" * 9
    assert not Record.objects.exists()


def test_the_command_says_how_a_file_was_read(run, tmp_path):
    (tmp_path / "in.mrc").write_bytes((RECORDS / "unimarc_volumes_cp1251_89.mrc").read_bytes())
    assert "read as cp1251 8" in run("import_marc", str(tmp_path / "in.mrc"), "--format", "unimarc")


def test_what_stays_open_is_imported_by_naming_it(run, tmp_path):
    record = iso2709([("001", "1"), ("245", "10$aЧ. 3")], "cp1251")
    (tmp_path / "in.mrc").write_bytes(GOOD + record)
    kept = str(tmp_path / "open")
    said = run("import_marc", str(tmp_path / "in.mrc"), "--format", "marc21", "--rejects", kept)
    assert "read in two character sets" in said
    run(
        "import_marc",
        kept,
        "--format",
        "marc21",
        "--encoding",
        "cp1251",
        "--rejects",
        str(tmp_path / "still"),
    )
    assert titles() == ["Абай жолы", "Ч. 3"]


def test_pieces_of_one_file_lie_end_to_end():
    data = GOOD + b"\x1d" * 5 + b"x\x1d" + marc21("g2", "Қан мен тер")
    assert b"".join(piece.raw for piece in pieces_of(io.BytesIO(data))) == data
