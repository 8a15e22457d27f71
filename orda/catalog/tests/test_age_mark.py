"""From what age a record says that it may be read."""

import io

import pytest

from orda.catalog.fields import Description, describe
from orda.catalog.models import Record
from orda.catalog.services import import_records
from orda.catalog.writing import write_record
from tests.house import a_library


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("6+", 6),
        ("12 +", 12),
        ("Для детей (16+)", 16),
        ("18+ жас", 18),
        ("0+", None),
        ("", None),
        ("для младшего школьного возраста", None),
        ("тел. 99+", None),
        ("2016+", None),
    ],
)
def test_it_is_read_off_the_note_on_the_audience(said: str, mark: int | None) -> None:
    assert Description(audience=said).age_mark == mark


@pytest.mark.parametrize("family", ["marc21", "unimarc"])
def test_it_is_filled_at_import_in_both_families(db, family: str) -> None:
    marc = write_record(Description(title="Кітап", language="kaz", audience="12+"), family)
    import_records(io.BytesIO(marc), family=family, database="books", library=a_library())
    record = Record.objects.get()
    assert record.age_mark == describe(record.marc, record.format, record.encoding).age_mark == 12
