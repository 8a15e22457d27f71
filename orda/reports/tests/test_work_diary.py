"""The work diary as a document: worked out by hand for one branch, its identities over any diary, pages and files."""

import datetime
import io
from itertools import count as numbers

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import services as diary
from orda.events.models import Direction, Form
from orda.events.services import hold_event
from orda.network.models import Role
from orda.reports.ledgers.times import Kind, time_of
from orda.reports.ledgers.work_diary import work_diary, work_diary_paper
from orda.reports.papers.xlsx import to_xlsx
from orda.reports.tests.sheets import check_formulas

PAGE = "/reports/work-diary/"
MARCH = datetime.date(2024, 3, 15)
_acts = numbers(1)


def row(tables, title: str, label: str) -> dict[tuple[str, ...], object]:
    """A row of a table by the words of its columns' lowest heads (in the order they stand)."""
    table = next(one.table for one in tables if title in one.table.title)
    cells = next(one.cells for one in table.rows if one.cells[0] == label)
    return cells[1:]


@pytest.fixture
def worked(city, count):
    """January to March 2024 at branch 11б, small enough to be added up on paper."""
    library = city.branch11
    count(library, "reader_registered", 5, "2024-01-10", age_group="0-10")
    count(library, "reader_registered", 2, "2024-03-01", age_group="11-15", disability="yes")
    count(library, "reader_registered", 3, "2024-03-04", age_group="0-10")
    count(library, "loan", 10, "2024-02-05", subject_field="social", language="kk", document_kind="book")
    count(
        library,
        "loan",
        7,
        "2024-03-04",
        subject_field="fiction_philology",
        language="kk",
        document_kind="book",
    )
    count(
        library, "renewal", 2, "2024-03-04", subject_field="science", language="ru", document_kind="journal"
    )
    count(library, "visit", 4, "2024-03-04", purpose="borrow", age_group="0-10")
    count(library, "visit", 1, "2024-03-31", purpose="event", age_group="other")
    count(city.branch5, "visit", 100, "2024-03-04", purpose="borrow")
    return library


def test_the_month_of_a_branch_worked_out_by_hand(worked):
    tables = work_diary(time_of(Kind.MONTH, MARCH), worked)
    # registered: all, 0-10, 11-15, leaders, other, of which disabled | site | electronic | visits: all, borrow, event,
    # other, of which children
    assert row(tables, "Readers", "Brought over from earlier months")[:6] == (5, 5, None, None, None, None)
    assert row(tables, "Readers", "04.03")[:6] == (3, 3, None, None, None, None)
    assert row(tables, "Readers", "In the month") == (5, 3, 2, 0, 0, 2, 0, 0, 5, 4, 1, 0, 4)
    assert row(tables, "Readers", "Since the start of the year") == (10, 8, 2, 0, 0, 2, 0, 0, 5, 4, 1, 0, 4)
    # loans with their renewals: all, social, science, technology, arts, fiction, other | kk, ru, other
    assert row(tables, "content", "In the month") == (9, 0, 2, 0, 0, 7, 0, 7, 2, 0)
    assert row(tables, "content", "Since the start of the year") == (19, 10, 2, 0, 0, 7, 0, 17, 2, 0)
    kinds = row(tables, "kind", "In the month")
    assert kinds[:3] == (9, 7, 2)
    assert kinds[-2:] == (2, 0)  # of which renewals, returns


def test_the_day_has_its_month_and_its_year(worked):
    tables = work_diary(time_of(Kind.DAY, datetime.date(2024, 3, 4)), worked)
    readers = {one.cells[0]: one.cells[1] for one in tables[0].table.rows}
    assert readers == {
        "Brought over from earlier months": 5,
        "Earlier in the month": 2,
        "04.03": 3,
        "Since the start of the month": 5,
        "Since the start of the year": 10,
    }


def test_quarter_and_year_are_months_and_their_sums(worked):
    quarter = {
        one.cells[0]: one.cells[1] for one in work_diary(time_of(Kind.QUARTER, MARCH), worked)[1].table.rows
    }
    assert quarter == {
        "January": 0,
        "February": 10,
        "March": 9,
        "In the quarter": 19,
        "Since the start of the year": 19,
    }
    year = [one.cells[:2] for one in work_diary(time_of(Kind.YEAR, MARCH), worked)[1].table.rows]
    assert year[:4] == [("January", 0), ("February", 10), ("March", 9), ("Quarter I", 19)]
    assert year[-1] == ("Since the start of the year", 19)
    assert len(year) == 12 + 4 + 1


def lines():
    day = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    readers = st.fixed_dictionaries({}, optional={"age_group": st.sampled_from(["0-10", "11-15", "other"])})
    loans = st.fixed_dictionaries(
        {},
        optional={
            "subject_field": st.sampled_from(["social", "other"]),
            "language": st.sampled_from(["kk", "ru"]),
        },
    )
    quantity = st.integers(-3, 9).filter(bool)
    library = st.integers(0, 2)
    visits = st.fixed_dictionaries({}, optional={"purpose": st.sampled_from(["borrow", "event"])})
    return st.lists(
        st.one_of(
            st.tuples(library, day, st.just("reader_registered"), readers, quantity),
            st.tuples(library, day, st.sampled_from(["loan", "renewal"]), loans, quantity),
            st.tuples(library, day, st.just("visit"), visits, quantity),
        ),
        max_size=12,
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=lines())
def test_libraries_add_up_to_the_network_months_to_the_year_and_parts_to_their_totals(city, found):
    libraries = (city.branch1, city.branch5, city.public2)
    for at, day, measure, values, quantity in found:
        diary.post(
            day=day,
            library_id=libraries[at].pk,
            measure=measure,
            quantity=quantity,
            act="loan",
            act_id=next(_acts),
            values=values,
        )
    year = time_of(Kind.YEAR, MARCH)
    whole, each = _values(year, city.network), [_values(year, one) for one in city.libraries]
    for place, amount in whole.items():
        assert amount == sum(one.get(place, 0) for one in each), place
    for n in range(1, 13):
        month = time_of(Kind.MONTH, datetime.date(2024, n, 1))
        here = {key: value for key, value in _values(month, city.network).items() if key[1] == "In the month"}
        name = f"{month.first:%B}"
        assert {key[0::2]: value for key, value in here.items() if value} == {
            key[0::2]: value for key, value in whole.items() if key[1] == name and value
        }
    for one in work_diary(year, city.network):
        for place, parts, _less in one.table.totals:
            for each_row in one.table.rows:
                assert each_row.cells[place] == sum(each_row.cells[part] or 0 for part in parts)


def _values(time, library) -> dict[tuple[str, str, tuple[str, ...]], int]:
    """(table, row, the column's heads from the lowest) -> number, by what stands in the head rather than by place."""
    found = {}
    for one in work_diary(time, library):
        if one.table.title.startswith("D. Events of") or one.table.title == "Entered by hand":
            continue
        names = column_names(one.table)
        for each in one.table.rows:
            for name, value in zip(names[1:], each.cells[1:], strict=True):
                found[one.table.title, each.cells[0], name] = value or 0
    return found


def column_names(table) -> list[tuple[str, ...]]:
    deep = len(table.heads)
    names: list[list[str]] = [[] for _n in range(table.columns)]
    taken: set[tuple[int, int]] = set()
    for level in range(deep):
        at = 0
        for head in table.heads[level]:
            while (level, at) in taken:
                at += 1
            for right in range(head.columns):
                names[at + right].append(head.text)
                taken |= {(level + down, at + right) for down in range(head.rows)}
            at += head.columns
    return [tuple(one) for one in names]


def test_the_sheet_adds_up_by_living_formulas(worked):
    made = work_diary_paper(time_of(Kind.MONTH, MARCH), worked, "en")
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[1]
    rows = {sheet.cell(n, 1).value: n for n in range(sheet.max_row, 0, -1)}  # of the first table
    first, last, month = rows["01.03"], rows["31.03"], rows["In the month"]
    assert sheet.cell(month, 2).value == f"=SUM(B{first}:B{last})"
    carried = rows["Brought over from earlier months"]
    assert sheet.cell(rows["Since the start of the year"], 2).value == f"=B{carried}+B{month}"
    four = rows["04.03"]
    assert sheet.cell(four, 2).value == f"=C{four}+D{four}+E{four}+F{four}"


@pytest.mark.parametrize("kind", Kind)
def test_each_formula_of_the_sheet_gives_the_number_beside_it(worked, kind):
    assert check_formulas(to_xlsx(work_diary_paper(time_of(kind, MARCH), worked, "kk"))) > 60


def test_every_number_of_the_page_leads_to_lines_that_add_up_to_it(worked, client_as):
    client = client_as(Role.DIRECTOR, worked.parent)
    client.cookies["django_language"] = "en"
    page = client.get(PAGE, {"kind": "month", "day": "2024-03-15", "library": worked.code})
    assert page.status_code == 200
    walked = 0
    for one in page.context["tables"]:
        for each, cells in one.rows:
            for value, address in cells[1:]:
                assert bool(address) == bool(value), (one.table.title, each.cells[0])
                if address:
                    assert client.get(address).context["total"] == value, address
                    walked += 1
    assert walked > 30


def test_events_are_listed_one_by_one_with_what_the_paper_diary_asks(city, staff_of):
    form = Form.objects.create(code="quiz", name_kk="викторина", name_ru="викторина", name_en="quiz")
    topic = Direction.objects.create(code="eco", name_kk="экология", name_ru="экология", name_en="ecology")
    hold_event(
        library=city.branch11,
        day=datetime.date(2024, 3, 9),
        title="Клуб",
        form=form,
        direction=topic,
        channel="offline",
        attendance=25,
        by_id=staff_of().pk,
    )
    tables = work_diary(time_of(Kind.MONTH, MARCH), city.branch11)
    listed = next(one.table for one in tables if one.table.title.startswith("D. Events of"))
    assert listed.rows[0].cells == (
        datetime.date(2024, 3, 9),
        *("Клуб", "quiz", "ecology", "all groups", 25, 0, None),
    )
    assert listed.rows[-1].cells[5:7] == (25, 0)
    assert row(tables, "D. Events", "In the month") == (1, 1, 0, 25, 0)


def test_a_line_by_hand_is_told_apart_with_its_reason(city, staff_of):
    diary.enter_by_hand(
        day=MARCH, library=city.branch11, measure="visit", quantity=6, reason="power cut", by_id=staff_of().pk
    )
    tables = work_diary(time_of(Kind.MONTH, MARCH), city.branch11)
    assert tables[-1].table.rows[0].cells == ("visits", "power cut", 1, 6)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_diary_is_a_file_in_both_languages(worked, client_as, language):
    client = client_as(Role.LIBRARIAN, worked)
    for form in ("pdf", "docx", "xlsx"):
        answer = client.get(f"/reports/work-diary.{form}?kind=month&day=2024-03-15&language={language}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'-{language}.{form}"')
    assert client.get("/reports/work-diary.exe?kind=month&day=2024-03-15").status_code == 404


@pytest.mark.parametrize(
    "asked", [{"day": "2024-02-30"}, {"kind": "decade"}, {"day": "2999-01-01"}, {"day": "0001-01-01"}]
)
def test_a_time_that_can_not_be_read_is_said(city, client_as, asked):
    client = client_as(Role.LIBRARIAN, city.branch11)
    page = client.get(PAGE, asked)
    assert page.status_code == 400
    assert "Showing the running month" in page.content.decode() or page.context["asked"].refusal
    assert client.get("/reports/work-diary.pdf", asked).status_code == 404


def test_a_librarian_sees_the_own_library_and_no_other(worked, city, client_as):
    client = client_as(Role.LIBRARIAN, worked)
    assert client.get(PAGE, {"library": worked.code}).status_code == 200
    assert client.get(PAGE, {"library": city.branch5.code}).status_code == 403
    assert client.get("/reports/work-diary.pdf", {"library": city.branch5.code}).status_code == 403


def test_the_page_asks_little_however_many_libraries(worked, client_as, django_assert_max_num_queries):
    client = client_as(Role.DIRECTOR, worked.parent)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE, {"kind": "year", "day": "2024-03-15"})
