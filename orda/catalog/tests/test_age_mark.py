"""From what age a record says that it may be read."""

import io

import pytest
from django.core.management import call_command

from orda.catalog import age_marks
from orda.catalog.description import Description
from orda.catalog.fields import describe
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


def test_records_that_came_before_marks_were_read_get_theirs(db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_marks, "BATCH", 2)
    library = a_library()
    for number, said in enumerate(("6+", "", "12+", "балаларға", "16+")):
        marc = write_record(Description(title=f"Кітап {number}", language="kaz", audience=said), "marc21")
        import_records(io.BytesIO(marc), family="marc21", database="books", library=library)
    Record.objects.update(age_mark=None)
    before = list(Record.objects.order_by("pk").values_list("marc", "changed_at"))
    said = io.StringIO()
    call_command("read_age_marks", stdout=said)
    assert said.getvalue() == "3 of 5 records without an age mark have one now\n"
    assert list(Record.objects.order_by("pk").values_list("age_mark", flat=True)) == [6, None, 12, None, 16]
    assert list(Record.objects.order_by("pk").values_list("marc", "changed_at")) == before
    assert age_marks.read_age_marks() == (2, 0)
