"""Class lists from schools: read in three languages, looked at first, taken in a part at a time."""

import datetime
import io
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.class_lists import services as importing
from orda.readers.models import ClassList, Consent, Reader
from tests.house import MOMENT, a_reader, diary_of

HEAD = ("Тегі", "Аты", "Туған күні", "Сыныбы", "Ата-анасы", "Телефон")
ROWS = (
    ("Оспан", "Ерлан", "12.03.2015", "3Ә", "Оспан Серік", "+7 700 000 00 01"),
    ("Оспан", "Айша", "08.03.2016", "2Б", "Оспан Серік", "+7 700 000 00 01"),
)


def _csv(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    text = "\r\n".join(delimiter.join(row) for row in rows)
    return SimpleUploadedFile("3Ә.csv", text.encode(encoding))


def _xlsx(*rows: Sequence[object]) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return SimpleUploadedFile("3Ә.xlsx", out.getvalue())


@pytest.fixture
def keep(library: Unit, staff_of):
    by_id = staff_of(Role.LIBRARIAN, library).pk

    def kept(file: SimpleUploadedFile, **more: object) -> ClassList:
        return importing.keep_list(file, library=library, by_id=by_id, **more)

    return kept


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ("Фамилия", "Имя", "Дата рождения", "Класс", "Родитель", "Телефон родителя"),
        ("Surname", "First name", "Date of birth", "Class", "Parent", "Phone"),
        ("ТЕГІ *", " аты", "туған  күні:", "Сынып", "Заңды өкілі", "телефоны"),
    ],
    ids=["kazakh", "russian", "english", "untidy"],
)
def test_a_list_is_read_in_any_of_the_languages(keep, head: Sequence[str]) -> None:
    rows = list(importing.rows_of(keep(_csv(head, *ROWS))))
    assert [(row.number, row.why) for row in rows] == [(2, ""), (3, "")]
    form = rows[0].form
    assert (form.family_name, form.school_class, form.guardian_name) == ("Оспан", "3Ә", "Оспан Серік")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_any_delimiter_will_do(keep, delimiter: str) -> None:
    assert len(list(importing.rows_of(keep(_csv(HEAD, *ROWS, delimiter=delimiter))))) == 2


def test_russian_excel_writes_cp1251(keep) -> None:
    rows = (("ФИО", "Дата рождения", "Родитель"), ("Орлова Анна Ивановна", "12.03.2015", "Орлов Иван"))
    [row] = importing.rows_of(keep(_csv(*rows, encoding="cp1251")))
    assert (row.form.family_name, row.form.given_name, row.form.patronymic) == ("Орлова", "Анна", "Ивановна")


def test_a_sheet_of_excel_with_its_dates_and_numbers(keep) -> None:
    born = datetime.datetime(2015, 3, 12)
    kept = keep(_xlsx((*HEAD, "ЖСН"), ("Оспан", "Ерлан", born, "3Ә", "Оспан Серік", None, 150312500128)))
    [row] = importing.rows_of(kept)
    assert (row.form.birth_date, row.form.iin) == (born.date(), "150312500128")


def test_every_wrong_row_is_named_by_number_and_field_and_the_good_are_kept(keep) -> None:
    wrong = (
        ("Оспан", "Дана", "30.02.2016", "2Б", "Оспан Серік", ""),
        ("Оспан", "", "01.02.2016", "2Б", "Оспан Серік", ""),
        ("Оспан", "Мадина", "01.02.2016", "2Б", "", ""),
        ("", "", "", "", "", ""),
        ("Оспан", "Дина", "01.02.2016", "99", "Оспан Серік", ""),
    )
    kept = keep(_csv(HEAD, ROWS[0], *wrong, ROWS[1]))
    named = [(row.number, row.field) for row in importing.rows_of(kept) if row.form is None]
    assert named == [(3, "birth_date"), (4, "given_name"), (5, "guardian_name"), (7, "school_class")]
    done = importing.take_part(kept.pk)
    assert (done.registered, [number for number, _field, _why in done.refused]) == (2, [3, 4, 5, 7])
    assert diary_of() == {"reader_registered": 2}


def test_nothing_is_lent_until_each_sheet_is_signed(keep) -> None:
    importing.take_part(keep(_csv(HEAD, *ROWS)).pk)
    assert set(Consent.objects.values_list("signed_on", flat=True)) == {None}
    assert all(one.blocked_for == "consent" for one in Reader.objects.all())


def test_with_sheets_signed_at_school_nobody_is_blocked(keep) -> None:
    importing.take_part(keep(_csv(HEAD, *ROWS), consent_later=False).pk)
    assert not Reader.objects.exclude(blocked_reason="").exists()


def test_a_reader_already_gets_the_new_class_and_is_entered_for_the_year(keep, library: Unit) -> None:
    last_year = datetime.date(2023, 10, 1)
    born = datetime.date(2015, 3, 12)
    known = a_reader(
        library, family_name="Ospan", given_name="Erlan", birth_date=born, school_class="2Ә", day=last_year
    )
    kept = keep(_csv(HEAD, *ROWS), school="№ 7 мектеп")
    assert [row.doubles for row in importing.rows_of(kept)] == [[known], []]
    done = importing.take_part(kept.pk)
    assert (done.registered, done.matched) == (1, 1)
    known.refresh_from_db()
    assert (known.school, known.school_class, known.grade) == ("№ 7 мектеп", "3Ә", 3)
    assert diary_of() == {"reader_registered": 2}
    assert Reader.objects.count() == 2


def test_a_row_that_may_be_one_of_several_is_left_to_a_person(keep, library: Unit) -> None:
    for _ in range(2):
        a_reader(library, family_name="Оспан", given_name="Ерлан", birth_date=datetime.date(2015, 3, 12))
    done = importing.take_part(keep(_csv(HEAD, ROWS[0])).pk)
    assert (done.registered, done.matched, len(done.refused)) == (0, 0, 1)


def test_a_long_list_is_taken_in_parts_and_goes_on_after_a_break(keep, monkeypatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    many = [("Оспан", f"Бала{'абвгдежз'[n]}", "12.03.2015", "3Ә", "Оспан Серік", "") for n in range(8)]
    kept = keep(_csv(HEAD, *many))
    assert [importing.take_part(kept.pk).next_row for _ in range(4)] == [3, 6, 8, 8]
    assert Reader.objects.count() == 8


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.csv", b""),
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no book"),
        SimpleUploadedFile("a.csv", b"\x00\x01\x02\n\x00"),
        SimpleUploadedFile("a.csv", "Тегі;Аты;Туған күні".encode()),
        SimpleUploadedFile("a.csv", "Түсі;Бояуы\nкөк;сары".encode()),
        SimpleUploadedFile("a.csv", "Тегі;Аты\nОспан;Ерлан".encode()),
    ],
    ids=["empty", "no book", "not text", "a head alone", "other heads", "no birth date"],
)
def test_what_is_no_list_is_refused(keep, file: SimpleUploadedFile) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        keep(file)
    assert refusal.value.field == "file"
    assert not ClassList.objects.exists()


def test_the_page_shows_takes_in_and_is_nobody_elses(client_as, library: Unit) -> None:
    librarian, colleague = client_as(Role.LIBRARIAN, library), client_as(Role.LIBRARIAN, library)
    answer = librarian.post(
        reverse("class_lists"), {"file": _csv(HEAD, *ROWS, ("Оспан", "", "", "", "", ""))}
    )
    page = librarian.get(answer["Location"])
    assert (page.context["many"], [number for number, _f, _w in page.context["bad"]]) == (2, [4])
    taken = librarian.post(
        reverse("class_list_take", args=[ClassList.objects.get().pk]), headers={"HX-Request": "true"}
    )
    assert taken.context["done"]
    assert Reader.objects.count() == 2
    assert colleague.get(answer["Location"]).status_code == 404


def test_lists_are_forgotten_after_a_day(keep, monkeypatch) -> None:
    keep(_csv(HEAD, *ROWS))
    assert readers.forget_lists() == 0
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(hours=25))
    assert readers.forget_lists() == 1
