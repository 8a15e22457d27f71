"""A record is catalogued, edited, put back; what a file brings does not take back what people wrote."""

import datetime
from collections.abc import Iterator

import pymarc
import pytest
from django.db.models import Sum

from orda.catalog.marc import read_fields
from orda.catalog.marc.refusals import NoTitle
from orda.catalog.models import Record, Revision
from orda.catalog.records import services
from orda.catalog.records.refusals import ChangedMeanwhile, GoneMeanwhile, NothingWritten, SameNumber
from orda.catalog.tests.files import iso2709
from orda.diary.audit import AUDITORS
from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Role

LEADER = ("LDR", "00000nam a2200000 i 4500")
BOOK = [
    LEADER,
    ("008", "240115s2023    kz                  kaz d"),
    ("245", "10\x1faТүн\x1fbроман"),
    ("650", " 4\x1faПоэзия"),
]


@pytest.fixture
def by(staff_of) -> int:
    return staff_of(Role.CATALOGUER).pk


@pytest.fixture
def record(city, by) -> Record:
    return services.create(BOOK, family="marc21", database="books", library=city.central, by_id=by)


@pytest.fixture
def on_another_day() -> Iterator[None]:
    with clock.stopped_at(clock.now() + datetime.timedelta(days=1)):
        yield


def fields_of(record: Record):
    return read_fields(bytes(record.marc), record.encoding)


def changed(record: Record, title: str):
    return [
        ("245", f"10\x1fa{title}") if tag == "245" else (tag, content) for tag, content in fields_of(record)
    ]


def counted(measure: str) -> int:
    return Entry.objects.filter(measure=measure).aggregate(n=Sum("quantity"))["n"] or 0


def test_a_record_catalogued_here_has_its_number_its_columns_and_its_line(record, city):
    record = Record.objects.get()
    assert (record.title, record.year, record.language, record.version) == ("Түн", 2023, "kaz", 1)
    assert dict(fields_of(record))["001"] == f"orda{record.pk:08d}" == record.source_key
    assert counted("catalogue_record") == 1
    assert list(record.revisions.values_list("number", "why")) == [(1, "made")]


def test_another_program_reads_what_was_saved(record):
    found = next(pymarc.MARCReader(bytes(Record.objects.get().marc)))
    assert found["245"]["b"] == "роман"
    assert found.leader[9] == "a"


def test_an_edit_is_a_version_and_counts_once_a_day(record, by, on_another_day):
    first = services.save(record.pk, changed(record, "Түн мен күн"), version=1, by_id=by)
    services.save(record.pk, changed(first, "Түн, күн"), version=2, by_id=by)
    record.refresh_from_db()
    assert (record.title, record.version) == ("Түн, күн", 3)
    assert list(record.revisions.values_list("number", "why", "counted_at")) == [
        (3, "edited", None), (2, "edited", record.library_id), (1, "made", None)]  # fmt: skip
    assert counted("catalogue_edit") == 1
    said = list(AUDITORS["catalogue_edit", "revision"]())
    assert said == [(record.revisions.get(number=2).pk, clock.today(), record.library_id, 1)]


def test_what_is_edited_on_the_day_it_was_added_is_cataloguing_and_no_edit(record, by):
    services.save(record.pk, changed(record, "Таң"), version=1, by_id=by)
    assert counted("catalogue_edit") == 0


def test_what_says_the_same_is_no_version(record, by):
    services.save(record.pk, fields_of(record), version=1, by_id=by)
    assert Record.objects.get().version == 1
    assert Revision.objects.count() == 1


def test_who_read_an_older_version_is_told_and_nothing_is_lost(record, by):
    services.save(record.pk, changed(record, "Таң"), version=1, by_id=by)
    with pytest.raises(ChangedMeanwhile, match="Айгүл"):
        services.save(record.pk, changed(record, "Кеш"), version=1, by_id=by)
    assert Record.objects.get().title == "Таң"


def test_an_earlier_version_is_put_back_as_a_new_one(record, by):
    before = [one for one in fields_of(record) if one[0] not in ("005", "LDR")]
    services.save(record.pk, changed(record, "Таң"), version=1, by_id=by)
    services.restore(record.pk, 1, version=2, by_id=by)
    record.refresh_from_db()
    assert [one for one in fields_of(record) if one[0] not in ("005", "LDR")] == before
    assert record.revisions.first().why == "restored"
    assert record.version == 3


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ([LEADER], NothingWritten),
        ([LEADER, ("650", " 4\x1faПоэзия")], NoTitle),
        ([LEADER, ("245", "10\x1fa ")], NoTitle),
    ],
)
def test_what_can_not_stand_changes_nothing(record, by, fields, refusal):
    with pytest.raises(refusal):
        services.save(record.pk, fields, version=1, by_id=by)
    assert Record.objects.get().version == 1


def test_a_field_too_long_for_iso_2709_is_kept_all_the_same(record, by):
    long = [*fields_of(record), ("520", "  \x1fa" + "ә" * 6000)]
    services.save(record.pk, long, version=1, by_id=by)
    record.refresh_from_db()
    assert dict(fields_of(record))["520"] == long[-1][1]


def test_two_records_of_a_database_have_two_numbers(record, city, by):
    number = dict(fields_of(record))["001"]
    with pytest.raises(SameNumber):
        services.create(
            [LEADER, ("001", number), *BOOK[1:]],
            family="marc21",
            database="books",
            library=city.central,
            by_id=by,
        )
    assert Record.objects.count() == 1


def test_a_record_that_is_gone_is_said_to_be(record, by):
    with pytest.raises(GoneMeanwhile):
        services.save(record.pk + 1, BOOK, version=1, by_id=by)


def a_file(title: str) -> bytes:
    return iso2709([("001", "1"), BOOK[1], ("245", f"10$a{title}")], "utf-8", "00000nam a2200000   4500")


def test_the_same_file_again_takes_back_nothing_that_was_edited(take, by):
    take(a_file("Абай жолы"))
    record = Record.objects.get()
    services.save(record.pk, changed(record, "Абай жолы. 1-кітап"), version=1, by_id=by)
    assert take(a_file("Абай жолы")).unchanged == 1
    assert Record.objects.get().title == "Абай жолы. 1-кітап"


def test_what_a_newer_file_changes_is_kept_as_it_was(take, by):
    take(a_file("Абай жолы"))
    record = Record.objects.get()
    services.save(record.pk, changed(record, "Абай"), version=1, by_id=by)
    assert take(a_file("Абай жолы, роман")).changed == 1
    record.refresh_from_db()
    assert (record.title, record.version) == ("Абай жолы, роман", 3)
    assert list(record.revisions.values_list("why", flat=True)) == ["imported", "edited", "came"]
    services.restore(record.pk, 2, version=3, by_id=by)
    assert Record.objects.get().title == "Абай"


def test_an_import_between_reading_and_saving_is_noticed(take, by):
    take(a_file("Абай жолы"))
    record = Record.objects.get()
    mine = changed(record, "Абай")
    take(a_file("Абай жолы, роман"))
    with pytest.raises(ChangedMeanwhile):
        services.save(record.pk, mine, version=1, by_id=by)


def test_unimarc_stays_unimarc(city, by):
    fields = [("LDR", "00000nam0 2200000   450 "), ("100", "  \x1fa20240115d2023    m  y0kazy50      ca"),
              ("101", "0 \x1fakaz"), ("200", "1 \x1faТүн\x1ffА. Б.")]  # fmt: skip
    record = services.create(fields, family="unimarc", database="books", library=city.central, by_id=by)
    assert fields_of(record)[2:] == [*fields[1:]]
    assert bytes(record.marc)[20:24] == b"450 "
    assert record.language == "kaz"
