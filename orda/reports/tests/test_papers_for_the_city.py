"""Papers go to the city as they come out: what stands in the made files is read, in Kazakh and in Russian."""

import datetime
import io
import re
from decimal import Decimal

import docx
import openpyxl
import pypdf
import pytest
from django.utils import translation

from orda.events.models import HeldEvent, PlannedEvent
from orda.network import clock
from orda.network.models import Role, Unit
from orda.network.queries import local_code
from orda.network.tree_files import load_tree
from orda.planning.document.by_hand import count_by_hand
from orda.planning.document.queries import lines_of
from orda.planning.models import Line
from orda.reports.letterhead.services import set_letterhead
from orda.reports.models import Letterhead
from orda.reports.papers.docx import to_docx
from orda.reports.papers.fit import PAGE, layout
from orda.reports.papers.paper import Head, Heading, Paper, Row, Table, Text
from orda.reports.papers.pdf import to_pdf
from orda.reports.papers.plan_papers import annual_plan, annual_report
from orda.reports.papers.report_papers import report_paper, title_of
from orda.reports.papers.xlsx import to_xlsx
from orda.reports.periods import period
from orda.reports.queries import content_of

pytestmark = pytest.mark.any_database

LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])
# Never in a paper: working words, parted words, Kazakh codes of libraries in Russian.
WORKING = ("әзірге сан жоқ", "числа ещё нет", "Алда: ", "осталось", "Мөр (", "Печать (")


def pages_of(paper):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(paper))).pages]


def book_of(paper):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(paper)))


def tables_of(paper):
    return [one for one in paper.blocks if isinstance(one, Table)]


def on(monkeypatch, day):
    noon = datetime.datetime.combine(day, datetime.time(7), datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def signed_by(city, the_plan):
    names = {"head_name": "Б. Сейітова", "compiler_name": "А. Орлова", "head_post_ru": "Директор ЦБС"}
    return set_letterhead(city.network, names)


@LANGUAGES
def test_no_word_of_a_paper_is_parted_and_all_are_found(the_plan, language):
    for made in (annual_plan(the_plan, language), annual_report(the_plan, language)):
        text = "\n".join(pages_of(made))
        assert "\N{SOFT HYPHEN}" not in text
        written = {
            word
            for table in tables_of(made)
            for part in (
                *(head.text for row in table.heads for head in row),
                *(cell for row in table.rows for cell in row.cells if isinstance(cell, str)),
            )
            for word in re.findall(r"\w+", part)
        }
        assert not sorted(word for word in written if word not in text)
        assert not [word for word in WORKING if word in text]


def test_a_column_is_as_wide_as_its_longest_word_and_a_table_no_wider_than_the_page():
    heads = tuple(Head(word) for word in ("№", "Библиографиялық-анықтамалық", "саны", *"абвгд"))
    table = Table("Т", (heads,), (Row((1, "сөз", 1_000_000, *"абвгд")),), (1, 1, 30, 1, 1, 1, 1, 1))
    fitted = layout(table, "kk")
    assert round(sum(fitted.widths)) == PAGE
    assert fitted.widths[1] > fitted.widths[0] * 3
    crowd = Table("Т", (tuple(Head("кітапханалардың") for _n in range(14)),), (Row(tuple(range(14))),))
    assert layout(crowd, "kk").size < 8
    assert round(sum(layout(crowd, "kk").widths)) == PAGE


@LANGUAGES
def test_the_report_made_in_november_says_so_and_compares_the_same_days(
    the_plan, branch, count, language, monkeypatch
):
    count(branch, "visit", 10, "2023-11-30")
    count(branch, "visit", 90, "2023-12-20")
    on(monkeypatch, datetime.date(2024, 11, 30))
    said = {"kk": "30.11.2024 жағдайы бойынша", "ru": "По состоянию на 30.11.2024"}[language]
    assert said in pages_of(annual_report(the_plan, language))[0]
    asked = period("year", 2024, 1)
    content = content_of(asked)
    assert content["as_of"] == "2024-11-30"
    row = next(one for one in content["rows"] if (one["key"], one["cohort"]) == ("visits", "children"))
    assert row["before"] == 10
    made = report_paper(asked, content, language)
    assert said in pages_of(made)[0]
    heads = [head.text for head in tables_of(made)[0].heads[0]]
    assert {"kk": "Бір жыл бұрынғы осы күні", "ru": "На тот же день годом раньше"}[language] in heads


def test_a_report_of_a_period_that_is_over_says_no_day_and_compares_whole_years(the_plan, branch, count):
    count(branch, "visit", 90, "2023-12-20")
    content = content_of(period("year", 2024, 1))
    assert "as_of" not in content
    row = next(one for one in content["rows"] if (one["key"], one["cohort"]) == ("visits", "children"))
    assert row["before"] == 90
    assert annual_report(the_plan, "kk").as_of == ""


def test_events_of_a_running_month_stand_beside_the_same_days(the_plan, branch, monkeypatch):
    on(monkeypatch, datetime.date(2024, 3, 10))
    content = content_of(period("events", 2024, 3))
    assert content["as_of"] == "2024-03-10"
    assert "As of 10.03.2024" in report_paper(period("events", 2024, 3), content, "en").as_of


def test_the_february_after_a_leap_year_stands_beside_the_whole_of_it(the_plan, branch, monkeypatch):
    on(monkeypatch, datetime.date(2025, 3, 5))
    planned = PlannedEvent.objects.get(year=2024, number=1)
    HeldEvent.objects.create(
        library=branch,
        day=datetime.date(2024, 2, 29),
        title="Т",
        form=planned.form,
        direction=planned.direction,
        channel="offline",
        attendance=5,
        recorded_at=clock.now(),
    )
    assert content_of(period("events", 2025, 2))["year_ago"]["attendance"] == 5


def test_a_sum_whose_parts_are_not_all_counted_is_no_result(the_plan, branch, staff_of):
    whole = Line.objects.filter(plan=the_plan, source__kind="sum", unit="references").first()
    parts = [one["key"] for one in whole.source["of"]]
    person = staff_of(Role.METHODOLOGIST, Unit.objects.get(code="OKJ"))
    day = datetime.date(2024, 3, 1)
    count_by_hand(Line.objects.get(plan=the_plan, key=parts[0]), branch, 82, "a list", person, day=day)
    (found,) = lines_of(the_plan, lines=[whole])
    assert (found.actual, found.percent, found.gaps) == (82, None, (len(parts) - 1, len(parts)))
    for key in parts[1:]:
        count_by_hand(Line.objects.get(plan=the_plan, key=key), branch, 1, "a list", person, day=day)
    (found,) = lines_of(the_plan, lines=[whole])
    assert (found.gaps, found.percent is None) == ((0, 0), False)


@LANGUAGES
def test_events_of_the_plan_stand_in_the_source_s_own_columns(the_plan, language):
    heads = {
        "kk": ["№", "Іс-шара атауы", "Іс-шара түрі", "Оқырмандар тобы", "Орындаушылар", "Мерзімі"],
        "ru": ["№", "Название мероприятия", "Форма", "Группа читателей", "Исполнители", "Срок"],
    }[language]
    table = next(
        one
        for one in tables_of(annual_plan(the_plan, language))
        if [head.text for head in one.heads[0]] == heads
    )
    third = {
        "kk": ("Stori time", "7-9 сыныптар"),
        "ru": ("Стори-тайм", "7–9 классы"),
    }[language]
    assert table.rows[2].cells[2:4] == third
    assert " / " in table.rows[2].cells[1]


def test_where_performers_are_the_plan_the_report_counts_by_them(the_plan, city):
    lines = {one.line.key: one for one in lines_of(the_plan)}
    named = lines["event.2"]
    known = set(Unit.objects.filter(kind="library").values_list("code", flat=True))
    assert named.target == len([code for code in named.line.performers.split() if code in known]) > 1
    assert named.percent == 0
    everybody = [
        one
        for one in lines.values()
        if one.line.performers == "барлығы" and one.line.source["kind"] == "events"
    ]
    assert everybody
    assert {one.target for one in everybody} <= {
        None,
        *(one.target for one in everybody if one.line.target_text),
    }


@LANGUAGES
def test_a_paper_is_approved_and_signed_with_names_day_and_place_of_the_seal(the_plan, signed_by, language):
    seal, compiled = {"kk": ("М.О.", "Құрастырған"), "ru": ("М.П.", "Составил")}[language]
    for made in (annual_plan(the_plan, language), annual_report(the_plan, language)):
        first, *_rest, last = pages_of(made)
        for page in (first, last):
            assert "Сейітова" in page
            assert seal in page
            assert "«____»" in page
        assert made.organisation in " ".join(first.split())
        assert compiled in last
        assert "Орлова" in last
        words = [one.text for one in docx.Document(io.BytesIO(to_docx(made))).paragraphs]
        assert sum("Сейітова" in text for text in words) == 2
        sheets = book_of(made).worksheets
        front = [str(row[0].value) for row in sheets[0].iter_rows(max_col=1)]
        end = [str(row[0].value) for row in sheets[-1].iter_rows(max_col=1)]
        assert any("Сейітова" in text for text in front)
        assert any("Орлова" in text for text in end)


@LANGUAGES
def test_there_is_one_name_for_the_organisation(the_plan, signed_by, language):
    reports = [report_paper(asked, content_of(asked), language) for asked in _asked()]
    names = {made.organisation for made in (annual_plan(the_plan, language), *reports)}
    assert len(names) == 1
    Letterhead.objects.update(organisation_kk="Басқа ұйым", organisation_ru="Другое учреждение")
    told = {"kk": "Басқа ұйым", "ru": "Другое учреждение"}[language]
    assert report_paper(_asked()[0], content_of(_asked()[0]), language).organisation == told
    assert annual_plan(the_plan, language).organisation == told


@LANGUAGES
def test_an_indicator_has_one_name_in_every_paper(the_plan, branch, count, language):
    count(branch, "visit", 5, "2024-02-05")
    plan_names = {row.cells[0] for row in tables_of(annual_plan(the_plan, language))[0].rows}
    for asked in _asked()[:1]:
        made = report_paper(asked, content_of(asked), language)
        told = {row.cells[0] for row in tables_of(made)[0].rows}
        assert told <= plan_names
    why = next(
        one for one in tables_of(annual_report(the_plan, language)) if len(one.heads[0]) == 6 and one.shares
    )
    unlisted = {"kk": "Қордың айналымы", "ru": "Обращаемость фонда"}[language]
    assert {row.cells[0] for row in why.rows} - {unlisted} <= plan_names


def test_a_russian_paper_writes_russian_codes_and_titles(the_plan, branch):
    Unit.objects.filter(code="11б").update(code_ru="11д")
    planned = PlannedEvent.objects.get(year=2024, number=3)
    HeldEvent.objects.create(
        planned=planned,
        library=branch,
        day=datetime.date(2024, 2, 9),
        title=planned.title,
        form=planned.form,
        direction=planned.direction,
        channel="offline",
        recorded_at=clock.now(),
    )
    asked = period("events", 2024, 2)
    content = content_of(asked)
    russian = tables_of(report_paper(asked, content, "ru"))[1].rows[0].cells
    assert (russian[1], russian[2]) == ("11д", "«Мы помним, мы знаем»")
    kazakh = tables_of(report_paper(asked, content, "kk"))[1].rows[0].cells
    assert (kazakh[1], kazakh[2]) == ("11б", planned.title)
    assert kazakh[0] == datetime.date(2024, 2, 9)


def test_the_shipped_tree_knows_its_russian_codes(db):
    load_tree()
    with translation.override("ru"):
        assert [local_code(code) for code in ("ОКЖ", "ОҚК", "1б", "2к", "KZ")] == [
            "ЦБС",
            "ЦДБ",
            "1д",
            "2п",
            "KZ",
        ]
    with translation.override("kk"):
        assert local_code("1б") == "1б"


@pytest.mark.parametrize(("language", "name"), [("kk", "2024 жылғы ақпан"), ("ru", "февраль 2024 года")])
def test_months_have_names(the_plan, language, name):
    with translation.override(language):
        assert name in title_of(period("events", 2024, 2))
    terms = {
        cell for one in tables_of(annual_plan(the_plan, language)) for row in one.rows for cell in row.cells
    }
    assert not [one for one in terms if isinstance(one, str) and re.fullmatch(r"\d\d\.\d{4}", one)]


@LANGUAGES
def test_chapters_of_the_report_are_numbered_without_gaps_after_an_introduction(the_plan, language):
    made = annual_report(the_plan, language)
    chapters = [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 1]
    assert chapters[0] == {"kk": "Кіріспе", "ru": "Введение"}[language]
    assert [int(one.partition(".")[0]) for one in chapters[1:]] == list(range(1, len(chapters)))


@LANGUAGES
def test_no_page_is_nearly_empty_and_no_table_ends_in_two_lonely_rows(the_plan, language):
    """Of a table of 40 rows 3 at least stand on its last page, whatever was before it."""
    rows = tuple(Row((n, "сөз")) for n in range(1, 41))
    for before in range(1, 13):
        blocks = (*(Text(f"жол {n}") for n in range(before)), Table("Т", ((Head("№"), Head("Сөз")),), rows))
        pages = pages_of(Paper("Т", "", language, blocks, "", cover=False))
        assert len(re.findall("сөз", pages[-1])) >= 3
    for made in (annual_plan(the_plan, language), annual_report(the_plan, language)):
        inner = [
            text for text in pages_of(made)[2:-1] if not re.search("IV (тоқсан|квартал)", text)
        ]  # no charts
        assert min(len(text) for text in inner) > 300


@LANGUAGES
def test_a_workbook_has_a_sheet_for_each_chapter_and_numbers_that_are_numbers(the_plan, language):
    for made in (annual_plan(the_plan, language), annual_report(the_plan, language)):
        chapters = sum(isinstance(one, Heading) and one.level == 1 for one in made.blocks)
        book = book_of(made)
        assert len(book.worksheets) == chapters + 1 <= 12
        texts = [
            cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "s"
        ]
        heads = {head.text for table in tables_of(made) for row in table.heads for head in row}
        assert not [one for one in texts if re.fullmatch(r"−?[\d\s.,]*\d", one) and one not in heads]
        whole = set(texts)
        for table in tables_of(made):
            assert table.title in whole  # never cut
        for one in made.blocks:
            if isinstance(one, Text):
                assert one.text in whole


@LANGUAGES
def test_a_word_document_says_its_own_language_maker_and_day(the_plan, language):
    made = annual_plan(the_plan, language)
    written = docx.Document(io.BytesIO(to_docx(made)))
    told = {"kk": "kk-KZ", "ru": "ru-RU"}[language]
    assert f'w:lang w:val="{told}"' in written.styles.element.xml
    about = written.core_properties
    assert about.language == told
    assert about.author == about.last_modified_by == made.organisation
    assert about.created.date() == about.modified.date() == datetime.date(2025, 1, 10)
    assert not about.comments


def test_there_is_one_minus_and_one_rounding():
    share = Table(
        "Т", (tuple(Head(one) for one in "абв"),), (Row((-6, 4, Decimal("90"))),), shares=((2, 1, 0),)
    )
    text = " ".join(pages_of(Paper("Т", "", "ru", (share,), "", cover=False)))
    assert "−6" in text
    assert "90,0" in text
    assert "-6" not in text


def test_the_checksum_is_called_so(the_plan):
    asked = period("indicators", 2024, 1)
    content = content_of(asked)
    assert "Бақылау сомасы (SHA-256): ab12" in " ".join(
        pages_of(report_paper(asked, content, "kk", seal="ab12"))
    )
    assert "Контрольная сумма (SHA-256): ab12" in " ".join(
        pages_of(report_paper(asked, content, "ru", seal="ab12"))
    )


def test_the_letterhead_is_set_by_those_who_submit_reports(the_plan, city, client_as):
    page = client_as(Role.METHODOLOGIST, city.network)
    assert page.get("/reports/letterhead/").status_code == 200
    assert page.post("/reports/letterhead/", {"head_name": "Б. Сейітова"}).status_code == 302
    assert Letterhead.objects.get().head_name == "Б. Сейітова"
    assert page.post("/reports/letterhead/", {"head_name": "Б" * 200}).status_code == 422
    assert "/reports/letterhead/" in page.get("/reports/").content.decode()
    assert client_as(Role.LIBRARIAN, city.branch11).get("/reports/letterhead/").status_code == 403
    assert client_as(Role.METHODOLOGIST, city.branch11).get("/reports/letterhead/").status_code == 403


def _asked():
    return [period("indicators", 2024, 1), period("year", 2024, 1), period("events", 2024, 2)]
