"""A network with a long memory: made by SQL from one row of each kind, since a million services would take hours."""

import datetime
import json
from typing import Any

from benchmarks import sized

LIBRARIES = 20
READERS, RECORDS, COPIES = sized(200_000, least=400), sized(60_000, least=50), sized(200_000, least=600)
LOANS, VISITS = sized(1_000_000, least=2_000), sized(200_000, least=200)
OPEN_SHARE = 20  # one copy in so many is out
DESK_READERS, DESK_COPIES = 100, 400  # beside the others, for the desks of the benchmark
STEMS = ("серік", "айгүл", "нұрлан", "дана", "болат", "жанар", "ерлан", "мадина")
ENDINGS = ("ов", "ова", "ұлы", "қызы", "бек", "бай", "хан", "гүл")
LETTERS = "abdegijklmnoprstuvxz"
GIVEN = tuple(
    "айгүл алихан амина асылым айша дана дәулет еркежан жанар ислам кәусар мансур мариям медина нұрай".split()
)
SCHOOLS, CLASSES = 100, 44
DAYS_BACK = 40  # days on which the history was written


def make() -> dict[str, Any]:
    """Fills an empty database; where the desks stand, and what they scan."""
    from django.core.management import call_command
    from django.db import connection

    from orda.network import clock
    from orda.network.services import add_staff
    from tests import house
    from tests.first_library import PASSWORD

    call_command("migrate", verbosity=0)
    libraries = [house.a_library(f"b{number}") for number in range(LIBRARIES)]
    here = libraries[0]
    day = clock.today() - datetime.timedelta(days=90)
    record = house.a_record(here)
    copies = house.copies_in_stock(here, DESK_COPIES, day=day, record=record)
    readers = [house.a_reader(here, day=day) for _ in range(DESK_READERS)]
    add_staff(
        username="desk", password=PASSWORD, first_name="Айгүл", last_name="С", unit=here, role="librarian"
    )
    _grow(here, [unit.pk for unit in libraries], record, copies[0], readers[0], day)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {
        "cards": [reader.card_number for reader in readers],
        "barcodes": [copy.barcode for copy in copies],
    }


def _grow(here: Any, units: list[int], record: Any, copy: Any, reader: Any, day: datetime.date) -> None:
    from orda.catalog.models import Record
    from orda.circulation.models import Loan, Visit
    from orda.circulation.services import count_visit, give_back, lend
    from orda.readers.models import Reader, ReaderWord, Registration
    from orda.readers.spelling import words_of
    from orda.stock.models import Copy

    unit = f"{min(units)} + n.i % {len(units)}"
    _multiply(
        Record, record.pk, RECORDS, source_key="'r' || n.i", digest="'r' || n.i", title="'Кітап ' || n.i"
    )
    first_record = Record.objects.get(source_key="r1").pk
    where = {"barcode": "'H' || n.i", "inventory_number": "'H' || n.i", "library_id": unit}
    _multiply(Copy, copy.pk, COPIES, **where, record_id=f"{first_record} + n.i % {RECORDS}")
    names = [words_of(stem + ending)[0] for stem in STEMS for ending in ENDINGS]
    # A surname's bearers: one reader in 1,280, so that "Серікұлы" is found for 156 of 200,000.
    letter = f"substr('{LETTERS}', 1 + (n.i / {len(names)}) % {len(LETTERS)}, 1)"
    spelt = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(names))
    name = f"CASE n.i % {len(names)} {spelt} END || {letter} || ' ' || n.i"
    _multiply(
        Reader,
        reader.pk,
        READERS,
        card_number="'H' || n.i",
        folded_name=name,
        birth_date=_birth_day(),
        library_id=unit,
    )
    first_reader = Reader.objects.get(card_number="H1").pk
    word = reader.words.order_by("pk")[0].pk
    for words in (f"CASE n.i % {len(names)} {spelt} END || {letter}", *_words_beside_the_surname()):
        _multiply(ReaderWord, word, READERS, reader_id=f"{first_reader} + n.i - 1", word=words)
    registration = reader.registrations.get().pk
    _multiply(Registration, registration, READERS, reader_id=f"{first_reader} + n.i - 1", library_id=unit)
    first_copy = Copy.objects.get(barcode="H1").pk
    opened = lend(copy.barcode, reader.pk, library_id=here.pk)
    who = {"reader_id": f"{first_reader} + (n.i * 7) % {READERS}", "library_id": unit}
    out = COPIES // OPEN_SHARE
    _multiply(Loan, opened.loan_id, out, **who, copy_id=f"{first_copy} + n.i * {OPEN_SHARE} - 1")
    give_back(copy.barcode, library_id=here.pk)
    visit = count_visit(library_id=here.pk, quantity=3)
    for back in range(DAYS_BACK):
        then = clock_day(day, back)
        what = {"copy_id": f"{first_copy} + (n.i * 13 + {back}) % {COPIES}", "day": then, "returned_on": then}
        _multiply(Loan, opened.loan_id, LOANS // DAYS_BACK, **who, **what)
        _multiply(Visit, visit.pk, VISITS // DAYS_BACK, library_id=unit, day=then)


def _words_beside_the_surname() -> list[str]:
    """The other words by which a reader is found, as common as they are: given name, patronymic, parent, school,
    class and telephone."""
    from orda.readers.spelling import words_of

    given = [words_of(name)[0] for name in GIVEN]
    one_of = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(given))
    return [
        f"CASE (n.i / 7) % {len(given)} {one_of} END",
        f"CASE (n.i / 11) % {len(given)} {one_of} END || CASE n.i % 2 WHEN 0 THEN 'kizi' ELSE 'uli' END",
        f"CASE (n.i / 13) % {len(given)} {one_of} END || 'a'",
        f"CASE (n.i / 3) % 9 WHEN 0 THEN '{words_of('гимназия')[0]}' ELSE '{words_of('мектеп')[0]}' END",
        f"'' || (1 + (n.i / 3) % {SCHOOLS})",
        f"(1 + (n.i / 17) % {CLASSES // 4}) || substr('abvg', 1 + (n.i / 5) % 4, 1)",
        "'' || (7010000000 + n.i % 8 * 10000000 + n.i * 37 % 9999999)",
    ]


def _birth_day() -> str:
    """A day of fourteen years, another one for each next reader."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return "DATE '2010-01-01' + CAST(n.i % 5000 AS integer)"
    return "date('2010-01-01', (n.i % 5000) || ' days')"


def clock_day(day: datetime.date, back: int) -> str:
    return f"'{day + datetime.timedelta(days=2 * back)}'"


def _multiply(model: Any, pk: int, many: int, **changed: str) -> None:
    """Copies one row so many times; `changed`: column -> expression in which n.i counts from 1."""
    from django.db import connection

    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    if connection.vendor == "postgresql":  # the type of a date in quotes is not guessed in a SELECT
        changed = {
            name: f"CAST({value} AS date)" if value.startswith("'2") else value
            for name, value in changed.items()
        }
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} "
            f"FROM n CROSS JOIN {model._meta.db_table} t WHERE t.id = {pk}"
        )


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(make()))
