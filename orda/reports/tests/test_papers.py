"""Papers: what goes in comes out, in PDF, DOCX and XLSX; the plan's paper prints every number of the plan."""

import datetime
import io
import re
from decimal import Decimal

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orda.network.models import Role, Unit
from orda.planning.document.by_hand import count_by_hand
from orda.planning.models import Figure, Line
from orda.reports.papers.docx import to_docx
from orda.reports.papers.paper import Bullets, Chart, Head, Heading, Paper, Row, Table, Text, heads_of, number
from orda.reports.papers.pdf import to_pdf
from orda.reports.papers.plan_papers import annual_plan, annual_report
from orda.reports.papers.report_papers import report_paper
from orda.reports.papers.xlsx import to_xlsx
from orda.reports.periods import period
from orda.reports.queries import content_of
from orda.reports.tests.sheets import check_formulas

pytestmark = pytest.mark.any_database

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


def paper(*blocks, language="kk") -> Paper:
    return Paper("Жоспар", "Кітапхана", language, tuple(blocks), "Мазмұны", ("Бекітемін",), "Қарағанды, 2024")


def words_of_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def sheet_of(made, number=1):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[number]


def below(sheet, title):
    """The number of the first row below the (one) row of heads of the table with this title."""
    return next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == title) + 2


def words_of_docx(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in document.paragraphs), *cells]


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_goes_in_and_none_of_it_is_markup(text):
    table = Table("A table", ((Head("A"), Head("B")),), (Row((text, 1)),))
    made = paper(Heading(1, "H"), Text(text), Bullets((text,)), table)
    assert pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages
    kept = [text] if text.isprintable() else []
    assert set(kept) <= set(words_of_docx(to_docx(made)))
    sheet = sheet_of(made)
    written = below(sheet, "A table")
    if text.isprintable():
        assert sheet[f"A{written}"].value == text
    assert sheet[f"B{written}"].value == 1


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$", "*b*", "`a`", "\\ ", "<b>&amp;", "@ref", "= 1", "[x]", KAZAKH]
)
def test_signs_that_mean_something_elsewhere_stand_as_they_are(text):
    made = paper(Text(text), Table("T", ((Head(text),),), (Row((text,)),)))
    assert text.strip() in words_of_pdf(to_pdf(made)).replace("\n", " ")
    assert text in words_of_docx(to_docx(made))
    sheet = sheet_of(made)
    cell = sheet[f"A{below(sheet, 'T')}"]
    assert cell.value == text
    assert cell.data_type == "s"  # never a formula


def test_sums_and_shares_of_a_sheet_are_living_formulas():
    rows = (
        Row(("a", 2, 4, Decimal("50.0"))),
        Row(("b", 3, 3, Decimal("100.0"))),
        Row(("all", 5, 7, Decimal("71.4")), sum_of=(0, 1)),
    )
    table = Table("T", (tuple(Head(one) for one in "ABCD"),), rows, shares=((3, 1, 2),))
    sheet = sheet_of(paper(table))
    first = below(sheet, "T")
    assert sheet[f"B{first + 2}"].value == f"=B{first}+B{first + 1}"
    assert sheet[f"D{first}"].value == f'=IF(C{first}=0,"",B{first}/C{first}*100)'


def test_heads_that_begin_alike_share_a_wide_head():
    heads = heads_of([["2023", "children"], ["2023", "public"], ["year"]])
    assert heads == ((Head("2023", 2, 1), Head("year", 1, 2)), (Head("children"), Head("public")))


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (1234567, "kk", "1\xa0234\xa0567"),
        (Decimal("7.18"), "ru", "7,18"),
        (Decimal("15.70"), "en", "15.70"),  # a rate, rounded to two
        (Decimal("15.7000"), "en", "15.7"),
        (0, "kk", "0"),
        (Decimal("-0.0042"), "ru", "0"),
        (-1234, "ru", "−1\xa0234"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, language, written):
    assert number(value, language) == written


def test_a_long_table_repeats_its_head_and_pages_are_numbered():
    rows = tuple(Row((f"жол {n}", n)) for n in range(200))
    made = paper(Heading(1, "Бөлім"), Table("Кесте", ((Head("Мазмұны бағаны"), Head("Саны")),), rows))
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages
    assert (
        sum("Мазмұны бағаны" in page.extract_text() for page in pages) == len(pages) - 2
    )  # cover and contents
    xml = docx.Document(io.BytesIO(to_docx(made))).element.xml
    assert "w:tblHeader" in xml


def test_the_contents_of_a_word_document_name_every_heading_and_ask_for_its_page():
    """By the heading's bookmark: LibreOffice leaves Word's own table of contents as it finds it."""
    made = paper(Heading(1, "Бөлім"), Text("Мәтін"), Heading(2, "Тарау"), Heading(1, "Соңы"))
    written = docx.Document(io.BytesIO(to_docx(made)))
    listed = [one.text for one in written.paragraphs if "PAGEREF" in one._p.xml]
    assert listed == ["Бөлім\t…", "Тарау\t…", "Соңы\t…"]
    asked = re.findall(r"PAGEREF (\w+)", written.element.xml)
    assert asked == re.findall(r'bookmarkStart [^>]*w:name="(\w+)"', written.element.xml)
    headings = [one.text for one in written.paragraphs if "bookmarkStart" in one._p.xml]
    assert headings == ["Бөлім", "Тарау", "Соңы"]


def test_a_chart_is_a_picture_with_words_in_docx_and_no_page_of_its_own():
    made = paper(Chart("Келу", ("I", "II"), (("Жоспар", (5.0, 7.0)), ("Орындалуы", (4.0, 0.0)))))
    written = docx.Document(io.BytesIO(to_docx(made)))
    assert 'descr="Келу"' in written.element.xml
    (picture,) = written.inline_shapes
    assert picture.height.mm < 100 < picture.width.mm
    assert "Келу" in words_of_pdf(to_pdf(made))


def test_a_short_table_is_not_parted_by_the_end_of_a_page():
    def table(many, word="сөз"):
        return Table(f"Кесте {many}", ((Head("А"), Head("Б")),), tuple(Row((word, n)) for n in range(many)))

    assert (table(10).short, table(11).short, table(10, "сөз" * 100).short) == (True, False, False)
    made = paper(table(33), table(6), table(40))
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages]
    (page,) = (one for one in pages if "Кесте 6" in one)
    assert re.search(r"Кесте 6\s+А\s*Б(\s+сөз\s*\d){6}\s+(Кесте|\d)", page)
    found = docx.Document(io.BytesIO(to_docx(made))).tables
    kept = [[row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in one.rows] for one in found]
    assert kept[1] == [True] * 6 + [None]
    assert kept[0] == [True] + [None] * 30 + [True] * 2 + [None]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_annual_plan_prints_every_figure_of_the_plan(the_plan, language):
    """Plan document = plan data: each number of a printed table or list stands in a cell of the paper."""
    made = annual_plan(the_plan, language)
    cells = [cell for one in made.blocks if isinstance(one, Table) for row in one.rows for cell in row.cells]
    printed = sorted(Decimal(one) for one in cells if one is not None and not isinstance(one, str))
    shown = Figure.objects.exclude(indicator__in=["stock", "intake"])
    missing = {one.value for one in shown} - set(printed)
    assert not missing
    assert len(printed) >= shown.count()


def test_the_plan_s_sheets_add_up_their_own_totals_where_the_printed_ones_do(the_plan):
    made = annual_plan(the_plan, "en")
    assert check_formulas(to_xlsx(made)) > 80
    tables = {one.title: one for one in made.blocks if isinstance(one, Table)}
    control = next(one for one in tables.values() if 3795 in one.rows[0].cells[6:7])
    alive = {cell for cell, _plus, _minus in control.sums}
    contradicted = (2, 15)  # its quarters come to 845, the plan prints 865
    assert alive & {(row, column) for row in range(7) for column in (10, 15)} == {
        (row, column) for row in range(7) for column in (10, 15)
    } - {contradicted}
    stock = next(one for one in tables.values() if one.rows[0].cells[1] == 164_596)
    assert ((3, 2), ((0, 2), (1, 2)), ((2, 2),)) in stock.sums
    groups = next(one for one in tables.values() if one.rows[-1].cells[1] == 16_297)
    assert not groups.sums  # the plan's own total contradicts its groups


def test_the_report_s_sheets_add_up_the_actuals_of_lines_that_are_sums(the_plan, branch, staff_of):
    person = staff_of(Role.METHODOLOGIST, Unit.objects.get(code="OKJ"))
    for key, quantity in (("desktop", 5), ("laptop", 2)):
        for when in ("start_of_year", "received"):
            line = Line.objects.get(plan=the_plan, key=f"computers.{when}.{key}")
            count_by_hand(line, branch, quantity, "a list", person, day=datetime.date(2024, 3, 1))
    made = annual_report(the_plan, "kk")
    table = next(one for one in made.blocks if isinstance(one, Table) and one.title == "Компьютерлер")
    rows = {str(row.cells[0]): number for number, row in enumerate(table.rows)}
    whole = next(one for one in table.sums if one[0] == (rows["Жыл басына, барлығы"], 2))
    assert [table.rows[row].cells[column] for row, column in whole[1]] == [5, 2]
    assert table.rows[whole[0][0]].cells[2] == 7
    assert check_formulas(to_xlsx(made)) > 0


def test_a_list_of_the_plan_leaves_out_a_column_that_none_of_its_lines_fills(the_plan):
    lists = [one for one in annual_plan(the_plan, "en").blocks if isinstance(one, Table)]
    listed = [one for one in lists if one.heads[0][0].text == "№"]
    assert len({len(one.heads[0]) for one in listed}) > 1
    for one in listed:
        assert {len(row.cells) for row in one.rows} == {len(one.heads[0])} == {len(one.widths)}
        for place, head in enumerate(one.heads[0]):
            assert any(row.cells[place] != "" for row in one.rows), (one.title, head.text)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_papers_are_written_in_every_form(the_plan, language):
    for make in (annual_plan, annual_report):
        made = make(the_plan, language)
        text = words_of_pdf(to_pdf(made))
        assert "220\xa0000" in text or "220 000" in text
        assert any("220\xa0000" in one for one in words_of_docx(to_docx(made)))
        assert len(openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets) <= 12


def test_the_report_tells_plan_actual_and_share(the_plan, branch, count):
    count(branch, "visit", 8590, "2024-02-05")
    made = annual_report(the_plan, "kk")
    table = next(
        one for one in made.blocks if isinstance(one, Table) and "бақылау көрсеткіштерінің" in one.title
    )
    visits = next(
        row for row in table.rows if str(row.cells[0]).startswith("Келу саны") and row.cells[1] == 85900
    )
    assert visits.cells[2:4] == (8590, Decimal("10.0"))


def test_a_library_that_stands_alone_gets_its_annual_report(the_plan, branch, count):
    """One library of one cohort: there are no reasons to tell of the other."""
    Unit.objects.exclude(pk=branch.pk).update(cohort="")
    count(branch, "loan", 5, "2024-05-06")
    told = [str(one.title) for one in annual_report(the_plan, "en").blocks if isinstance(one, Table)]
    assert sum(title.startswith("Fulfilment and reasons") for title in told) == 1


def test_the_annual_report_says_why_and_what_was_a_year_before(the_plan, branch, count):
    count(branch, "visit", 8590, "2024-02-05")
    count(branch, "visit", 4000, "2023-02-05")
    made = annual_report(the_plan, "en")
    table = next(one for one in made.blocks if isinstance(one, Table) and one.title.startswith("Fulfilment"))
    visits = next(row.cells for row in table.rows if row.cells[0] == "Visits")
    assert visits[1:5] == (85900, 8590, Decimal("10.0"), 4000)
    assert "was not reached: 77,310 short" in visits[5]


def test_files_are_handed_out_to_those_who_see_the_board(the_plan, client, staff_of):
    client.force_login(
        staff_of(Role.DIRECTOR, Unit.objects.get(code="OKJ")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for form in ("pdf", "docx", "xlsx"):
        answer = client.get(f"/reports/papers/2024/plan.{form}?language=ru")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'-ru.{form}"')
        assert client.get(f"/reports/indicators/2024/1.{form}").status_code == 200
    assert client.get("/reports/papers/2024/plan.exe").status_code == 404
    assert client.get("/reports/papers/2024/gossip.pdf").status_code == 404
    assert client.get("/reports/papers/1999/plan.pdf").status_code == 404


def test_a_report_s_paper_says_whose_it_is_and_adds_its_cohorts_up(the_plan, city, count):
    count(city.branch11, "visit", 8, "2024-02-05")
    count(city.public2, "visit", 5, "2024-02-06")
    asked = period("indicators", 2024, 1)
    made = report_paper(asked, content_of(asked), "en")
    whole = next(one for one in made.blocks if isinstance(one, Table) and one.title.startswith("In all"))
    assert next(row.cells[2] for row in whole.rows if row.cells[0] == "Visits") == 13
    assert made.organisation == "City network"
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages
    assert "To the oblast universal scientific library" in pages[0].extract_text()
    assert "Visits" in pages[0].extract_text()  # no empty cover before the numbers


def test_rates_of_cohorts_are_never_added(the_plan, city):
    asked = period("year", 2024, 1)
    made = report_paper(asked, content_of(asked), "en")
    whole = next(one for one in made.blocks if isinstance(one, Table) and one.title.startswith("In all"))
    labels = [row.cells[0] for row in whole.rows]
    assert "Loans" in labels
    assert "Readability" not in labels


def test_the_plan_is_approved_before_its_year_and_the_report_after_it(the_plan):
    assert "2023" in annual_plan(the_plan, "ru").approval[-2]
    assert "2025" in annual_report(the_plan, "ru").approval[-2]


def test_a_paper_lies_on_its_side_in_every_form():
    made = paper(Text("сөз"), Table("Кесте", ((Head("А"),),), (Row((1,)),)))
    for page in pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)  # points of A4
    for section in docx.Document(io.BytesIO(to_docx(made))).sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    sheets = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets
    assert {one.page_setup.orientation for one in sheets} == {"landscape"}


def test_the_columns_of_a_word_document_are_as_wide_as_the_papers():
    """Both as Word reads them (each cell) and as LibreOffice does (the table's own columns); a head over two is as
    wide as both."""
    heads = ((Head("№", rows=2), Head("Жоспар", columns=2)), (Head("жыл"), Head("тоқсан")))
    table = Table("Кесте", heads, (Row(("1", 5, 6)),), (1, 12, 5))
    written = docx.Document(io.BytesIO(to_docx(paper(table))))
    (found,) = written.tables
    millimetres = [round(column.width.mm) for column in found.columns]
    assert millimetres == [14, 174, 72]
    assert [round(cell.width.mm) for cell in found.rows[2].cells] == millimetres
    assert round(found.rows[0].cells[1].width.mm, 0) in (246, 247)
