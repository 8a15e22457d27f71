"""The report builder: whatever is chosen, its sums are the diary's."""

import io
import re
import sys

import openpyxl
import pyarrow.parquet
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import queries as diary
from orda.diary.measures import MEASURES
from orda.network.models import Role, Unit
from orda.reports.models import SavedReport
from orda.reports.pivots.choices import BadChoice, axes_of, choice_of, countable
from orda.reports.pivots.files import to_csv, to_parquet, to_xlsx
from orda.reports.pivots.pivot import pivot

pytestmark = pytest.mark.django_db
YEAR = {"first": "2024-01-01", "last": "2024-12-31"}


@pytest.fixture
def network(city) -> Unit:
    return Unit.objects.get(code="OKJ")


@pytest.fixture
def director(staff_of, network):
    return staff_of(Role.DIRECTOR, network)


def test_loans_are_told_apart_by_language_and_month(branch, count, network):
    count(branch, "loan", 5, "2024-02-05", language="kk")
    count(branch, "loan", 2, "2024-02-06", language="ru")
    count(branch, "renewal", 3, "2024-03-01", language="kk")
    count(branch, "loan", 4, "2024-03-02")
    made = pivot(choice_of({"counted": "i:loans", "rows": "language", "columns": "month", **YEAR}, network))
    assert [label for _v, label in made.columns] == ["02.2024", "03.2024"]
    table = {label: [made.cell(row, column) for column, _l in made.columns] for row, label in made.rows}
    assert table == {"Kazakh": [5, 3], "Russian": [2, 0], "not stated": [0, 4]}
    assert made.total == 14


LINES = st.lists(
    st.tuples(
        st.sampled_from(["1б", "5б", "2к"]),
        st.integers(1, 12),
        st.integers(-5, 30).filter(bool),
        st.sampled_from(
            [{}, {"language": "kk"}, {"language": "ru", "subject_field": "social"}, {"age_group": "0-10"}]
        ),
    ),
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=LINES, data=st.data())
def test_rows_columns_and_all_add_up_to_the_diary(city, count, network, lines, data):
    axes = sorted(axes_of("loan"))
    rows = data.draw(st.sampled_from(axes))
    columns = data.draw(st.sampled_from(["", *(axis for axis in axes if axis != rows)]))
    last = "2024-03-31" if "day" in (rows, columns) else "2024-12-31"
    asked = {"counted": "loan", "rows": rows, "columns": columns, "first": "2024-01-01", "last": last}
    with transaction.atomic():
        for code, month, many, values in lines:
            count(Unit.objects.get(code=code), "loan", many, f"2024-{month:02d}-07", **values)
        made = pivot(choice_of(asked, network))
        whole = sum(
            one.quantity for one in diary.totals(made.choice.first, made.choice.last, measures=["loan"])
        )
        assert made.total == whole == sum(many for _c, m, many, _v in lines if m <= made.choice.last.month)
        assert sum(made.row_total(row) for row, _l in made.rows) == whole
        assert sum(made.column_total(column) for column, _l in made.columns) == whole
        transaction.set_rollback(True)


def test_everything_that_is_counted_can_be_chosen_by_everything_that_tells_it_apart(network, branch, count):
    count(branch, "visit", 2, "2024-02-05")
    for counted in countable():
        for axis in axes_of(counted):
            days = {"first": "2024-02-01", "last": "2024-04-30"} if axis == "day" else YEAR
            pivot(choice_of({"counted": counted, "rows": axis, **days}, network))
    assert len(countable()) > len(MEASURES)


@pytest.mark.parametrize(
    "asked",
    [
        {"counted": "gossip"},
        {"rows": "shoe size"},
        {"counted": "visit", "columns": "subject_field"},
        {"rows": "month", "columns": "month"},
        {"first": "soon"},
        {"first": "2024-02-01", "last": "2024-01-01"},
        {"cohort": "adults"},
        {"rows": "weekday", "first": "2001-01-01", "last": "2024-01-01"},
        {"rows": "day", **YEAR},
        {"rows": "hour", "first": "2022-01-01", "last": "2024-01-01"},
        {"counted": "return", "rows": "hour", **YEAR},
        {"period": "someday"},
        {"plot": "pie"},
        {"is_language": "latin"},
        {"is_shoe_size": "40"},
        {"counted": "visit", "is_language": "kk"},
        {"first": "0001-01-01"},
    ],
)
def test_a_choice_that_cannot_be_is_told_by_its_field(network, director, client, asked):
    with pytest.raises(BadChoice):
        choice_of(asked, network)
    client.force_login(director, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/reports/builder/", asked).status_code == 400
    assert client.get("/reports/builder/report.csv", asked).status_code == 400


def test_files_hold_the_same_numbers(branch, count, network):
    count(branch, "loan", 5, "2024-02-05", language="kk")
    count(branch, "loan", 7, "2024-03-05", language="ru")
    made = pivot(choice_of({"counted": "loan", "rows": "language", "columns": "month", **YEAR}, network))
    lines = to_csv(made).decode("utf-8-sig").splitlines()
    assert lines[-1] == "Total,5,7,12"
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).active
    assert sheet["D3"].value == "=SUM(B3:C3)"
    assert sheet["B5"].value == "=SUM(B3:B4)"
    table = pyarrow.parquet.read_table(io.BytesIO(to_parquet(made)))
    assert sum(table["quantity"].to_pylist()) == 12
    assert table.schema.metadata[b"title"].decode() == made.choice.title


def test_a_parquet_file_is_given_out(client, director, branch, count):
    count(branch, "loan", 5, "2024-02-05", language="kk")
    client.force_login(director, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/reports/builder/report.parquet", {"counted": "loan", "rows": "language", **YEAR})
    assert answer.status_code == 200
    assert pyarrow.parquet.read_table(io.BytesIO(answer.content))["quantity"].to_pylist() == [5]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_where_parquet_is_not_installed_the_page_says_what_to_add(
    client, director, branch, count, monkeypatch, language
):
    count(branch, "loan", 5, "2024-02-05", language="kk")
    for name in [name for name in sys.modules if name.split(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # its import fails from here on
    client.force_login(director, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    asked = {"counted": "loan", "rows": "language", **YEAR}
    answer = client.get("/reports/builder/report.parquet", asked)
    assert answer.status_code == 501
    assert answer["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer
    [said] = re.findall(r'role="alert">([^<]+)<', answer.content.decode())
    assert "Parquet" in said
    assert "make setup EXTRAS=parquet" in said
    # The choice stands as it was, and the other files are to be had.
    assert (
        answer.context["choice"].address == client.get("/reports/builder/", asked).context["choice"].address
    )
    assert client.get("/reports/builder/report.csv", asked).status_code == 200


def test_a_pivot_costs_the_same_however_many_lines(branch, count, network, django_assert_max_num_queries):
    for month in range(1, 13):
        count(branch, "loan", 5, f"2024-{month:02d}-05", language="kk")
    with django_assert_max_num_queries(5):
        pivot(choice_of({"counted": "loan", "rows": "language", "columns": "month", **YEAR}, network))


def test_a_report_is_kept_shared_and_removed_by_its_owner(director, client, staff_of, network):
    client.force_login(director, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/reports/builder/").status_code == 200
    assert client.post("/reports/builder/save/", {"title": ""}).status_code == 422
    assert (
        client.post(
            "/reports/builder/save/", {"title": "Кітап берілімі", "rows": "library", "shared": "on"}
        ).status_code
        == 302
    )
    kept = SavedReport.objects.get()
    other = staff_of(Role.METHODOLOGIST, network)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert "Кітап берілімі" in client.get(f"/reports/builder/?{kept.address}").content.decode()
    assert client.post(f"/reports/builder/{kept.pk}/forget/").status_code == 403
    client.force_login(director, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/reports/builder/{kept.pk}/forget/").status_code == 302
    assert not SavedReport.objects.exists()
