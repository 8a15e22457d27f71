"""Real records of other systems: their titles come out as text, not only as a count."""

import io

import pymarc
import pytest

from orda.catalog.fields import clean, tidy
from orda.catalog.models import Record
from orda.catalog.tests.files import REAL

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real records are not beside the project")
NLR = REAL / "rusmarc-nlr" / "tests" / "data"


def _told(path) -> dict[str, str]:
    """001 -> 200 $a of every record, as the text beside the records tells them."""
    told, number = {}, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("001: "):
            number = line[5:].strip()
        elif line.startswith("200: ") and number not in told:
            first = line.split("$a", 1)
            told[number] = first[1].split("$")[0].strip() if len(first) == 2 else ""
    return told


def test_all_81_titles_of_the_national_library_in_cp1251(take):
    counts = take((NLR / "TEST1.ISO").read_bytes(), "unimarc")
    assert (counts.read, counts.new, counts.rejected) == (81, 81, 0)
    told = _told(NLR / "TEST1.txt")
    wrong = {
        record.source_key: (told.get(record.source_key), record.title)
        for record in Record.objects.all()
        if tidy(told.get(record.source_key, ""), "title", "unimarc") not in record.title
    }
    assert wrong == {}
    assert set(Record.objects.values_list("encoding", flat=True)) == {"cp1251"}


def test_two_thousand_records_in_marc8_read_as_pymarc_reads_them(take):
    (data,) = REAL.glob("solrmarc/**/uva_001_2000.mrc")
    raw = data.read_bytes()
    counts = take(raw)
    assert (counts.read, counts.rejected) == (2000, 0)
    ours = dict(Record.objects.values_list("source_key", "title"))
    different = []
    for record in pymarc.MARCReader(io.BytesIO(raw), to_unicode=True):
        number, field = record["001"].data.strip(), record.get("245")
        whose = record.get("003")
        key = f"{whose.data.strip()}:{number}" if whose else number
        first = clean(field.get_subfields("a")[0]).rstrip(" /:;=,.")
        if not ours[key].startswith(first):
            different.append((key, first, ours[key]))
    assert different == []


RECORDS = {".mrc", ".marc", ".dat", ".xml", ".iso", ".ISO"}
FILES = sorted(path for path in REAL.rglob("*") if path.suffix in RECORDS) if REAL.is_dir() else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REAL)))
@pytest.mark.parametrize("family", ["marc21", "unimarc"])
def test_no_file_of_the_field_breaks_the_import(take, path, family):
    """Whatever it holds, every record is either taken or refused with a reason."""
    counts = take(path.read_bytes()[:2_000_000], family)
    assert counts.read == counts.new + counts.changed + counts.unchanged + counts.rejected
    assert bool(counts.rejected) == bool(take.rejects.first)
