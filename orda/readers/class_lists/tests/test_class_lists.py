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
    assert (done.registered, [number for number, *_rest in done.refused]) == (2, [3, 4, 5, 7])
    assert diary_of() == {"reader_registered": 2}


def test_nothing_is_lent_until_each_sheet_is_signed(keep) -> None:
    importing.take_part(keep(_csv(HEAD, *ROWS)).pk)
    assert set(Consent.objects.values_list("signed_on", flat=True)) == {None}
    assert all(one.blocked_for == "consent" for one in Reader.objects.all())


def test_with_sheets_signed_at_school_nobody_is_blocked(keep) -> None:
    importing.take_part(keep(_csv(HEAD, *ROWS), consent_signed=True).pk)
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
        reverse("class_lists"),
        {"school_year": "2024", "file": _csv(HEAD, *ROWS, ("Оспан", "", "", "", "", ""))},
    )
    page = librarian.get(answer["Location"])
    assert (page.context["many"], [number for number, *_rest in page.context["bad"]]) == (2, [4])
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


IN_AUGUST = datetime.datetime(2024, 8, 28, 12, 0, tzinfo=MOMENT.tzinfo)


@pytest.mark.parametrize(("school_year", "after"), [(2024, "3Ә"), (2023, "4Ә")])
def test_a_list_of_the_new_year_taken_in_august_is_not_raised_on_1_september(
    keep, monkeypatch, library: Unit, school_year: int, after: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: IN_AUGUST)
    known = a_reader(library, given_name="Ерлан", family_name="Оспан", school_class="2Ә", birth_date=BORN)
    lines = (("ФИО", "Дата рождения", "Класс", "Родитель"), ("Оспан Айша", "08.03.2016", "3Ә", "Оспан Серік"))
    again = ("Оспан Ерлан", f"{BORN:%d.%m.%Y}", "3Ә", "Оспан Серік")
    done = importing.take_part(keep(_csv(*lines, again), school_year=school_year).pk)
    assert (done.registered, done.matched) == (1, 1)
    readers.raise_grades(datetime.date(2024, 9, 1))
    classes = dict(Reader.objects.values_list("given_name", "school_class"))
    assert classes == {"Айша": after, "Ерлан": after}
    assert known.pk


BORN = datetime.date(2015, 3, 12)


def test_an_older_list_does_not_undo_the_new_years(keep, monkeypatch, library: Unit) -> None:
    monkeypatch.setattr(clock, "now", lambda: IN_AUGUST)
    lines = (("ФИО", "Дата рождения", "Класс", "Родитель"), ("Оспан Айша", "08.03.2016", "3Ә", "Оспан Серік"))
    importing.take_part(keep(_csv(*lines), school_year=2024).pk)
    older = (lines[0], (*lines[1][:2], "2Ә", lines[1][3]))
    importing.take_part(keep(_csv(*older), school_year=2023).pk)
    reader = Reader.objects.get()
    assert (reader.school_class, reader.grade_said_on) == ("3Ә", datetime.date(2024, 9, 1))


def test_the_year_is_asked_and_in_august_not_guessed(client_as, monkeypatch, library: Unit) -> None:
    librarian = client_as(Role.LIBRARIAN, library)
    page = librarian.get(reverse("class_lists")).context["form"]
    assert page.fields["school_year"].choices == [(2024, "2024/25")]
    monkeypatch.setattr(clock, "now", lambda: IN_AUGUST)
    offered = librarian.get(reverse("class_lists")).context["form"].fields["school_year"].choices
    assert offered == [("", "—"), (2023, "2023/24"), (2024, "2024/25")]
    answer = librarian.post(reverse("class_lists"), {"file": _csv(HEAD, *ROWS)})
    assert "school_year" in answer.context["form"].errors


def _formatted(number_format: str, *row: object, place: int) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    book.active.append([*HEAD, "Билет", "ЖСН"])
    book.active.append(list(row))
    book.active.cell(2, place + 1).number_format = number_format
    book.save(out)
    return SimpleUploadedFile("3Ә.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("value", "number_format", "card"),
    [
        (12345, "00000000", "00012345"),
        (12345, '"K-"00000', "K-12345"),
        ("00012345", "General", "00012345"),
        (12345, "General", "12345"),
        (12345.0, "0", "12345"),
    ],
)
def test_a_card_is_what_the_cell_shows(keep, value: object, number_format: str, card: str) -> None:
    row = ("Оспан", "Ерлан", BORN, "3Ә", "Оспан Серік", 77000000001, value, None)
    [read] = importing.rows_of(keep(_formatted(number_format, *row, place=6)))
    assert (read.form.card_number, read.why) == (card, "")
    assert read.form.birth_date == BORN


def test_an_iin_whose_first_nought_the_sheet_dropped_is_whole_again(keep) -> None:
    row = ("Оспан", "Ерлан", datetime.date(2006, 3, 12), "3Ә", "Оспан Серік", None, None, 60312500012)
    [read] = importing.rows_of(keep(_formatted("General", *row, place=7)))
    assert (read.form.iin, read.why) == ("060312500012", "")


def test_digits_marked_as_text_in_csv_lose_their_marks(keep) -> None:
    head = (*HEAD, "Билет")
    [first, second] = importing.rows_of(keep(_csv(head, (*ROWS[0], '="00012345"'), (*ROWS[1], "'00012346"))))
    assert (first.form.card_number, second.form.card_number) == ("00012345", "00012346")


def test_a_list_that_names_no_language_changes_none(keep, library: Unit) -> None:
    told = {"guardian_phone": "8 (700) 000-00-01", "guardian_name": "Оспан Серік"}
    sister = a_reader(library, **told, language="ru", reached_by="sms", consent_scope="data messages")
    importing.take_part(keep(_csv(HEAD, *ROWS)).pk)
    family = sister.family
    family.refresh_from_db()
    assert (family.readers.count(), family.language, family.reached_by) == (3, "ru", "sms")


def test_a_list_with_another_e_mail_leaves_the_familys(keep, library: Unit) -> None:
    told = {"guardian_phone": "8 (700) 000-00-01", "guardian_name": "Оспан Серік"}
    sister = a_reader(library, **told, email="ana@example.kz")
    rows = [(*row, "basqa@example.kz") for row in ROWS]
    assert importing.take_part(keep(_csv((*HEAD, "E-mail"), *rows)).pk).registered == 2
    sister.family.refresh_from_db()
    assert (sister.family.email, sister.family.readers.count()) == ("ana@example.kz", 3)


def test_a_refused_row_names_its_child_and_the_sheets_are_one_step_away(client_as, library: Unit) -> None:
    librarian = client_as(Role.LIBRARIAN, library)
    rows = (("Оспан", "Ерлан", "12.03.2015", "3Ә", "Оспан Серік", ""), ("Сейіт", "Дана", "х", "3Ә", "", ""))
    sent = {"file": _csv(HEAD, *rows), "school": "№ 7 мектеп", "school_year": "2024"}
    page = librarian.get(librarian.post(reverse("class_lists"), sent)["Location"])
    assert "Сейіт Дана" in page.content.decode()
    kept = ClassList.objects.get()
    done = librarian.post(reverse("class_list_take", args=[kept.pk]), HTTP_HX_REQUEST="true")
    assert "Сейіт Дана" in done.content.decode()
    assert done.context["sheets_of"] == "№ 7 мектеп 3Ә"
    sheets = librarian.get(reverse("consent_sheets"), {"q": done.context["sheets_of"], "lang": "kk"})
    assert sheets["Content-Type"] == "application/pdf"
