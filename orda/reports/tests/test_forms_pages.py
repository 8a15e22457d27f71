"""The pages and files of state forms: what they show, to whom, and how few questions they put."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from orda.network.models import Role
from orda.reports.forms.known import SHIPPED

FORM = "/reports/forms/srdgob-1/"
CELL = "/reports/forms/srdgob-1/cells/{}/?year=2024"
FICTION = {"document_kind": "book", "subject_field": "fiction_philology", "language": "kk"}


@pytest.fixture
def director(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def worked(city, count):
    """Loans of two libraries: 40 told apart, 8 by hand that tell nothing."""
    count(city.branch1, "loan", 30, "2024-04-01", **FICTION)
    count(city.branch5, "loan", 10, "2024-05-02", **FICTION)
    count(city.public2, "loan", 8, "2024-06-03")
    count(city.branch1, "reader_registered", 4, "2024-01-09", age_group="0-10")
    return city


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:300]
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_list_names_forms_and_how_much_of_them_is_counted(director):
    found = text_of(director, reverse("state_forms"))
    assert "SRDGOB-1" in found
    assert "Form 6-NK" in found
    assert "cells are filled from the diary" in found
    assert "provisional" in found


def test_a_faulty_definition_is_named_on_the_list(director, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    (tmp_path / "forms").mkdir()
    shipped = (SHIPPED / "6-nk-2021.toml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "6-nk-2021.toml").write_text(
        shipped.replace('count = "event_held"', 'count = "events"'), encoding="utf-8"
    )
    found = text_of(director, reverse("state_forms"))
    assert "6-nk-2021.toml, section 4, row 11, column “total”: there is no measure “events”" in found
    assert "SRDGOB-1" in found
    assert text_of(director, "/reports/forms/6-nk/?year=2024", 404)


def test_the_form_shows_numbers_reasons_and_controls(worked, director):
    found = text_of(director, f"{FORM}?year=2024")
    assert ">48</a>" in found
    assert "Money is kept by the accounts department." in found
    assert "filled by hand elsewhere" in found
    assert "Controls that do not hold" in found
    assert "6.01 = 6.02 + 6.03 + 6.04 + 6.05 + 6.06 + 6.07" in found
    assert "provisional" in found


def test_the_form_of_a_cohort_and_of_a_library_is_theirs(worked, director):
    assert ">40</a>" in text_of(director, f"{FORM}?year=2024&cohort=children")
    assert ">30</a>" in text_of(director, f"{FORM}?year=2024&library=1б")


def test_a_librarian_sees_the_own_library_and_no_other(worked, client_as):
    client = client_as(Role.LIBRARIAN, worked.branch1)
    assert ">30</a>" in text_of(client, f"{FORM}?year=2024")
    for address in (FORM, CELL.format("6.01.total"), "/reports/forms/srdgob-1.csv"):
        assert client.get(address, {"year": 2024, "library": worked.branch5.code}).status_code == 403
        assert client.get(address, {"year": 2024, "library": worked.network.code}).status_code == 403


def test_a_running_year_says_up_to_which_day(worked, director):
    assert "numbers up to and with 10.01.2025" in text_of(director, f"{FORM}?year=2025")
    assert "The year is not over" not in text_of(director, f"{FORM}?year=2024")


def test_a_year_before_the_form_says_which_versions_there_are(worked, director):
    found = text_of(director, f"{FORM}?year=2020", 404)
    assert "No version of this form is valid in 2020." in found
    assert "for 2024 and later" in found


@pytest.mark.parametrize("asked", ["year=abc", "year=2024&cohort=staff", "year=2024&as_of=yesterday"])
def test_what_is_not_understood_is_said(worked, director, asked):
    assert 'role="alert"' in text_of(director, f"{FORM}?{asked}", 400)
    assert director.get(f"/reports/forms/srdgob-1.csv?{asked}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/reports/forms/no-form/",
        "/reports/forms/srdgob-1.exe?year=2024",
        "/reports/forms/srdgob-1.pdf?year=2020",
        CELL.format("6.01"),
        CELL.format("6.01.nothing"),
        CELL.format("a.b.c.d"),
        f"{FORM}?year=2024&library=nowhere",
    ],
)
def test_what_is_not_there_is_not_found(worked, director, address):
    assert director.get(address).status_code == 404


def test_a_counted_cell_tells_its_query_months_libraries_and_lines(worked, director):
    found = text_of(director, CELL.format("6.06.kk"))
    assert (
        "+ loans; subject field: fiction, linguistics, literary studies; document language: Kazakh" in found
    )
    assert "from 01.01.2024 to 31.12.2024" in found
    assert "+ renewals" in found
    assert "April" in found
    assert "branch 1б" in found
    assert "2 lines of the diary" in found
    may = text_of(director, CELL.format("6.06.kk") + "&month=5")
    assert "1 line of the diary" in may


def test_lines_are_for_those_who_may_see_the_diary(worked, client_as):
    found = text_of(client_as(Role.DIRECTOR, worked.network), CELL.format("6.01.total"))
    assert "3 lines of the diary" in found


def test_a_cell_of_a_formula_leads_to_the_cells_it_is_worked_out_of(worked, director):
    found = text_of(director, CELL.format("10.01.total"))
    assert "12.00" in found  # 48 loans, 4 readers
    assert f'href="{FORM}cells/6.01.total/' in found
    assert f'href="{FORM}cells/4.01.total/' in found


def test_a_cell_by_hand_says_why_it_is_empty(worked, director):
    assert "Money is kept by the accounts department." in text_of(director, CELL.format("9.03.total"))
    assert "crosses this cell out" in text_of(director, CELL.format("8.02.online"))


def test_pages_cost_the_same_for_one_line_and_for_many(
    worked, director, count, django_assert_max_num_queries
):
    for address, most in ((f"{FORM}?year=2024", 20), (CELL.format("6.01.total"), 30)):
        with django_assert_max_num_queries(most):
            director.get(address)
    for month in range(1, 13):
        for library in worked.libraries:
            count(library, "loan", month, f"2024-{month:02d}-07", **FICTION)
    for address, most in ((f"{FORM}?year=2024", 20), (CELL.format("6.01.total"), 30)):
        with django_assert_max_num_queries(most):
            director.get(address)


def test_the_csv_has_a_line_for_each_cell_with_why_it_is_empty(worked, director):
    answer = director.get("/reports/forms/srdgob-1.csv?year=2024&language=en")
    assert answer["Content-Disposition"] == 'attachment; filename="srdgob-1-2024-en.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    by_place = {f"{one['section']}.{one['row']}.{one['column']}": one for one in lines}
    assert by_place["6.01.total"]["value"] == "48"
    assert by_place["10.01.total"]["value"] == "12.0000"
    assert by_place["9.03.total"]["value"] == ""
    assert by_place["9.03.total"]["why_empty"] == "Money is kept by the accounts department."
    assert {one["provisional"] for one in lines} == {"1"}


def test_the_sheets_keep_sums_as_formulas_and_empty_cells_empty(worked, director):
    answer = director.get("/reports/forms/srdgob-1.xlsx?year=2024&language=en")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [*map(str, range(1, 11)), "Controls"]
    assert book["8"]["F5"].value == '=IF(COUNT(D5,E5)<2,"",D5+E5)'
    readability = book["10"]["D5"].value
    assert readability == "=IF(COUNT('6'!D5,'4'!D5)<2,\"\",IF('4'!D5=0,\"\",'6'!D5/'4'!D5*1))"
    assert book["6"]["D5"].value == 48
    assert book["9"]["D7"].value is None
    assert "accounts department" in book["9"]["D7"].comment.text
    values = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
    assert values["10"]["D5"].value == 12
    controls = [[cell.value for cell in line] for line in book["Controls"].iter_rows(min_row=2)]
    assert all(str(line[4]).startswith("=IF(COUNT(") for line in controls)
    shown = [[cell.value for cell in line] for line in values["Controls"].iter_rows(min_row=2)]
    assert shown[0][2:] == [48, 40, "does not hold"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_papers_hold_the_form_in_three_languages(worked, director, language):
    asked = f"?year=2024&language={language}"
    pdf = PdfReader(io.BytesIO(director.get(f"/reports/forms/6-nk.pdf{asked}").content))
    told = {"kk": "Пайдаланушылар саны", "ru": "Число пользователей", "en": "Users and visits"}[language]
    assert told in " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    document = Document(io.BytesIO(director.get(f"/reports/forms/6-nk.docx{asked}").content))
    assert len(document.tables) == 7
    assert any(told in one.text for one in document.paragraphs)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("address", ["/reports/forms/", f"{FORM}?year=2024", CELL.format("2.01.kk")])
def test_every_page_opens_in_three_languages_and_answers_head(worked, director, language, address):
    director.cookies["django_language"] = language
    assert director.get(address).status_code == 200
    assert director.head(address).status_code == 200
