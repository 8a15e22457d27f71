"""The summary stock book: worked out by hand, opening + intake − withdrawal = closing, and who may open it."""

import datetime
import io
import itertools
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.network.models import Role
from orda.reports.ledgers.stock_book import stock_book, stock_book_paper
from orda.reports.ledgers.times import Kind, time_of
from orda.reports.papers.xlsx import to_xlsx
from orda.reports.tests.sheets import check_formulas
from orda.stock.models import Copy
from orda.stock.services import NewCopy, take_in, withdraw
from orda.stock.summary_book import summary_book
from tests.house import a_record

MARCH = datetime.date(2024, 3, 15)
PAGE = "/reports/stock-book/"
_numbers = itertools.count(1)


def buy(library, record, copies, day, *, price="1000.50", kind="book", supply="budget", document=""):
    coming = [
        NewCopy(record, f"S{n}", f"SI{n}", Decimal(price), document_kind=kind)
        for n in itertools.islice(_numbers, copies)
    ]
    return list(
        take_in(
            coming, library=library, supply=supply, document=document, day=datetime.date.fromisoformat(day)
        ).copies.all()
    )


def write_off(copies, library, day, reason="WORN"):
    number = f"A-{next(_numbers)}"
    return withdraw(
        copies, library=library, number=number, reason=reason, day=datetime.date.fromisoformat(day)
    )


@pytest.fixture
def worked(city):
    """Branch 11б: 3 copies of one title and 2 of another from 2023; in 2024 one more of each kind, 4 written off."""
    library = city.branch11
    novel, physics = a_record(library), a_record(library, language="rus", subject_field="science")
    old = buy(library, novel, 3, "2023-05-02")
    worn = buy(library, physics, 2, "2023-06-01", price="200")
    buy(library, novel, 1, "2024-02-10", price="1500", document="ЖҚ-7", supply="gift")
    buy(library, a_record(library), 2, "2024-03-04", price="700", kind="journal", supply="subscription")
    buy(library, novel, 5, "2024-03-05", kind="electronic_document")
    write_off(old[:2], library, "2024-03-10")
    write_off(worn, library, "2024-03-20", reason="OUTDATED")
    return library


def rows_of(tables, title):
    table = next(one.table for one in tables if one.table.title.startswith(title))
    return {row.cells[0]: row.cells[1:] for row in table.rows}


def test_the_year_of_a_branch_worked_out_by_hand(worked):
    tables = stock_book(time_of(Kind.YEAR, MARCH), worked)
    # № -> day, source, document, copies, titles, sum, then books, journals, newspapers, audiovisual, e-publications
    assert rows_of(tables, "1. Intake: by document kind") == {
        "1": ("10.02.2024", "gift", "ЖҚ-7", 1, 0, Decimal("1500"), 1, 0, 0, 0, 0),
        "2": ("04.03.2024", "subscription", "", 2, 1, Decimal("1400"), 0, 2, 0, 0, 0),
        "In all": ("", "", "", 3, 1, Decimal("2900"), 1, 2, 0, 0, 0),
    }
    withdrawn = rows_of(tables, "2. Withdrawal: by document kind")
    assert withdrawn["1"][1] == "worn"
    assert withdrawn["1"][3:6] == (2, 0, Decimal("2001.00"))  # the novel has copies left
    assert withdrawn["2"][3:6] == (2, 1, Decimal("400"))  # the last of the physics
    totals = rows_of(tables, "3. Totals of the movement: by document kind")
    assert totals["Stood on 01.01.2024"][:3] == (5, 2, Decimal("3401.50"))
    assert totals["Came in"][:3] == (3, 1, Decimal("2900"))
    assert totals["Went out"][:3] == (4, 1, Decimal("2401.00"))
    closing = next(cells for label, cells in totals.items() if label.startswith("Stands on"))
    assert closing[:3] == (4, 2, Decimal("3900.50"))
    months = rows_of(tables, "3. Totals of the movement: by month")
    assert months["February"] == (5, 1, 0, 6)
    assert months["March"] == (6, 2, 4, 4)
    assert rows_of(tables, "Networked documents")["Networked documents"] == (0, 5, 0, 5)


def test_numbers_begin_anew_each_year_and_go_on_through_it(worked):
    march = rows_of(stock_book(time_of(Kind.MONTH, MARCH), worked), "1. Intake: by document kind")
    assert list(march) == ["2", "In all"]
    before = rows_of(
        stock_book(time_of(Kind.YEAR, datetime.date(2023, 5, 1)), worked), "1. Intake: by document kind"
    )
    assert list(before) == ["1", "2", "In all"]


def test_a_title_that_left_and_came_again_is_counted_again(city):
    library, record = city.branch11, a_record(city.branch11)
    gone = buy(library, record, 1, "2024-01-09")
    write_off(gone, library, "2024-01-09")
    buy(library, record, 1, "2024-01-10")
    book = summary_book(datetime.date(2024, 1, 1), datetime.date(2024, 1, 31))
    assert [one.amount.titles for one in book.intake] == [1, 1]
    assert [one.amount.titles for one in book.withdrawal] == [1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 1), st.dates(datetime.date(2023, 1, 1), datetime.date(2024, 12, 31)),
            st.integers(1, 3), st.booleans(),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_opening_and_intake_less_withdrawal_is_closing_everywhere(city, acts):
    libraries = (city.branch1, city.branch5, city.public2)
    records = [a_record(city.central), a_record(city.central, language="rus", subject_field="social")]
    for at, record, day, copies, leaves in sorted(acts, key=lambda one: one[2]):
        coming = buy(libraries[at], records[record], copies, day.isoformat())
        if leaves:
            write_off(coming[:1], libraries[at], day.isoformat())
    year = time_of(Kind.YEAR, MARCH)
    books = {one: summary_book(year.first, year.last, [one.pk]) for one in city.libraries}
    books[city.network] = summary_book(year.first, year.last)
    for book in books.values():
        came, went = ([one.amount for one in lines] for lines in (book.intake, book.withdrawal))
        for name in ("copies", "titles", "price"):
            moved = sum(getattr(one, name) for one in came) - sum(getattr(one, name) for one in went)
            assert getattr(book.opening, name) + moved == getattr(book.closing, name), name
        cells = set(book.opening.by) | set(book.closing.by)
        for cell in cells:
            moved = sum(one.by[cell] for one in came) - sum(one.by[cell] for one in went)
            assert book.opening.by[cell] + moved == book.closing.by[cell]
    whole = books.pop(city.network)
    assert whole.closing.copies == sum(one.closing.copies for one in books.values())
    assert whole.closing.price == sum(one.closing.price for one in books.values())
    tables = stock_book(year, city.network)
    by_library = rows_of(tables, "3. Totals of the movement: by library")
    assert by_library["In all"][3] == whole.closing.copies  # the diary's own word
    months = rows_of(tables, "3. Totals of the movement: by month")
    assert months["December"][3] == whole.closing.copies
    assert months["January"][0] == whole.opening.copies


def test_the_sheet_works_out_the_closing_itself(worked):
    made = stock_book_paper(time_of(Kind.YEAR, MARCH), worked, "en")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    title = "3. Totals of the movement: by document"
    sheet, begins = next(
        (one, cell.row)
        for one in book.worksheets
        for cell in one["A"]  # titles; words stand in B, beside the numbers of other tables, figures in C
        if str(cell.value or "").startswith(title)
    )
    rows = {sheet.cell(n, 2).value: n for n in range(sheet.max_row, begins, -1)}
    opening, came, went = rows["Stood on 01.01.2024"], rows["Came in"], rows["Went out"]
    closing = next(n for label, n in rows.items() if label and label.startswith("Stands on"))
    assert sheet.cell(closing, 3).value == f"=C{opening}+C{came}-C{went}"
    assert sheet.cell(came, 3).value == f"=C{rows['subscription']}+C{rows['gift']}"


@pytest.mark.parametrize("kind", [Kind.MONTH, Kind.YEAR])
def test_each_formula_of_the_sheets_gives_the_number_beside_it(worked, city, kind):
    for place in (worked, city.network):
        assert check_formulas(to_xlsx(stock_book_paper(time_of(kind, MARCH), place, "ru"))) > 40


def test_every_linked_number_leads_to_lines_that_add_up_to_it(worked, client_as):
    client = client_as(Role.ACQUISITION, worked.parent)
    client.cookies["django_language"] = "en"
    page = client.get(PAGE, {"kind": "year", "day": "2024-03-15", "library": worked.code})
    assert page.status_code == 200
    walked = 0
    for one in page.context["tables"]:
        for _row, cells in one.rows:
            for value, address in cells[1:]:
                if not address or address.startswith(PAGE):
                    continue
                lines = client.get(address).context
                total = lines["total"]
                if total is None:  # one document's lines
                    total = sum(line.entry.quantity for line in lines["lines"])
                assert total == value, (one.table.title, address)
                walked += 1
    assert walked > 40


def test_a_librarian_opens_the_own_book_and_an_administrator_none(worked, city, client_as):
    librarian = client_as(Role.LIBRARIAN, worked)
    for form in ("pdf", "docx", "xlsx"):
        answer = librarian.get(f"/reports/stock-book.{form}?kind=year&day=2024-03-15&language=ru")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'-ru.{form}"')
    assert librarian.get(PAGE, {"library": city.branch5.code}).status_code == 403
    assert client_as(Role.ADMINISTRATOR, city.network).get(PAGE).status_code == 403


def test_the_page_asks_little_however_many_libraries(worked, client_as, django_assert_max_num_queries):
    client = client_as(Role.DIRECTOR, worked.parent)
    client.get(PAGE)
    assert Copy.objects.exists()
    with django_assert_max_num_queries(28):
        client.get(PAGE, {"kind": "year", "day": "2024-03-15"})
