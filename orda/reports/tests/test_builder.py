"""The report builder's choices: moving periods, single values, hours of the desk, gaps, and the title that says it."""

import datetime
import io
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import services as diary
from orda.network.models import Role, Unit
from orda.planning.indicators.declared import COUNTED, OfWhich
from orda.reports.pivots.choices import axes_of, choice_of, values_of
from orda.reports.pivots.files import to_csv, to_xlsx
from orda.reports.pivots.pivot import pivot
from orda.reports.pivots.plots import plot_of
from orda.reports.tests.conftest import day

pytestmark = pytest.mark.django_db


YEAR = {"first": "2024-01-01", "last": "2024-12-31"}


ALMATY = ZoneInfo("Asia/Almaty")


def table(made):
    """{row's words: {column's words: number}}, zeros left out."""
    return {row: {column: n for c, column in made.columns if (n := made.cell(r, c))} for r, row in made.rows}


def test_the_title_says_the_choice_in_plain_words(network):
    asked = {
        "counted": "i:loans",
        "rows": "subject_field",
        "columns": "month",
        "cohort": "children",
        "is_language": "kk",
        **YEAR,
    }
    choice = choice_of(asked, network)
    assert choice.title == (
        "Loans by subject field and month, 2024, City network, children's libraries, document language: Kazakh"
    )
    titles = {choice.title}
    for language in ("kk", "ru"):
        with translation.override(language):
            titles.add(choice.title)
    assert len(titles) == 3


def test_only_one_value_is_counted_where_one_is_asked(network, city, count):
    count(city.branch11, "loan", 5, "2024-02-05", language="kk", document_kind="book")
    count(city.branch11, "loan", 2, "2024-02-06", language="ru", document_kind="book")
    count(city.branch11, "renewal", 1, "2024-02-06", language="kk", document_kind="electronic_document")
    count(city.branch11, "loan", 4, "2024-02-07")

    def asked(**more):
        return pivot(choice_of({"rows": "document_kind", **YEAR, **more}, network))

    assert table(asked(is_language="kk")) == {"book": {"In all": 5}, "electronic document": {"In all": 1}}
    assert table(asked(is_language="-")) == {"not stated": {"In all": 4}}
    part = asked(counted="i:loans_electronic_documents", is_language="kk")
    assert table(part) == {"electronic document": {"In all": 1}}
    assert asked(counted="i:loans_electronic_documents", is_document_kind="book").total == 0


def test_values_of_events_are_named_as_the_events_room_names_them(the_plan, network, city, count):
    count(city.branch11, "event_held", 1, "2024-02-05", channel="offline", audience="grades_1_4", form="quiz")
    made = pivot(choice_of({"counted": "event_held", "rows": "audience", **YEAR}, network))
    assert [label for _v, label in made.rows] == ["grades 1–4"]
    assert len(values_of("form")) > 20
    assert "quiz" in values_of("form")


def noted(library, measure, hour, act, day_="2024-05-06", **more):
    """A line noted at an hour of the library's clock."""
    at = datetime.datetime.fromisoformat(f"{day_}T{hour:02d}:40:00").replace(tzinfo=ALMATY)
    diary.post(day=day(day_), library_id=library.pk, measure=measure, act=act, act_id=1, at=at, **more)


def test_hours_are_those_of_the_desk_by_the_librarys_clock(network, city):
    noted(city.branch11, "loan", 10, "loan", "2024-01-15")  # Almaty stood six hours before UTC then
    noted(city.branch11, "loan", 10, "loan", "2024-05-06")  # and five since March 2024
    noted(city.branch11, "loan", 0, "loan", quantity=3)
    noted(city.branch12, "loan", 23, "loan", "2024-05-07", values={"language": "kk"})
    diary.enter_by_hand(
        day=day("2024-05-06"), library=city.branch11, measure="loan", quantity=7, reason="power cut"
    )
    diary.close_days_before(day("2024-05-07"))
    by_hour = pivot(choice_of({"counted": "loan", "rows": "hour", **YEAR}, network))
    assert {row: n["In all"] for row, n in table(by_hour).items() if n} == {
        "00:00": 3,
        "10:00": 2,
        "23:00": 1,
        "not stated": 7,
    }
    assert len(by_hour.rows) == 25  # hours without a loan stand there too
    heat = pivot(choice_of({"counted": "i:loans", "rows": "weekday", "columns": "hour", **YEAR}, network))
    assert table(heat) == {
        "Monday": {"00:00": 3, "10:00": 2, "not stated": 7},
        "Tuesday": {"23:00": 1},
    }
    by_month = pivot(choice_of({"counted": "loan", "rows": "hour", "columns": "year", **YEAR}, network))
    assert by_month.total == 13
    one = pivot(choice_of({"counted": "loan", "rows": "hour", "is_language": "kk", **YEAR}, network))
    assert table(one) == {"23:00": {"In all": 1}}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(
        st.tuples(
            st.sampled_from(["1б", "2к"]),
            st.dates(day("2023-11-01"), day("2024-03-31")),
            st.integers(0, 23),
            st.integers(1, 9),
            st.sampled_from(["loan", "manual"]),
            st.sampled_from([{}, {"language": "kk"}, {"language": "ru", "age_group": "0-10"}]),
        ),
        max_size=10,
    ),
    data=st.data(),
)
def test_with_hours_too_rows_columns_and_all_add_up_to_the_diary(city, network, lines, data):
    columns = data.draw(st.sampled_from(sorted(set(axes_of("loan")) - {"hour", "day"})))
    where = data.draw(st.sampled_from([{}, {"is_language": "kk"}, {"is_language": "-"}]))
    closed = data.draw(st.dates(day("2023-10-31"), day("2024-04-01")))
    days = {"first": "2023-11-01", "last": "2024-03-31"}
    with transaction.atomic():
        for code, on, hour, many, act, values in lines:
            library = Unit.objects.get(code=code)
            if act == "manual":
                diary.enter_by_hand(
                    day=on, library=library, measure="loan", quantity=many, reason="r", values=values
                )
            else:
                noted(library, "loan", hour, act, on.isoformat(), quantity=many, values=values)
        diary.close_days_before(closed)
        asked = {"counted": "loan", "rows": "hour", "columns": columns, **days, **where}
        made = pivot(choice_of(asked, network))
        whole = sum(
            n for *_x, n, _a, v in lines if not where or v.get("language", "-") == where["is_language"]
        )
        assert made.total == whole
        assert sum(made.row_total(row) for row, _l in made.rows) == whole
        assert sum(made.column_total(column) for column, _l in made.columns) == whole
        transaction.set_rollback(True)


def test_a_time_in_which_nothing_was_counted_stands_between_the_others(network, city, count):
    for on in ("2023-11-30", "2024-03-01"):
        count(city.branch11, "visit", 1, on)
    asked = {"counted": "visit", "first": "2023-01-01", "last": "2024-12-31"}

    def labels(axis, **more):
        made = pivot(choice_of({**asked, "rows": axis, **more}, network))
        return [label for _value, label in made.rows]

    assert labels("month") == ["11.2023", "12.2023", "01.2024", "02.2024", "03.2024"]
    assert labels("quarter") == ["IV 2023", "I 2024"]
    assert labels("year") == ["2023", "2024"]
    assert labels("weekday") == ["Thursday", "Friday"]
    days = labels("day", first="2023-11-30", last="2024-03-01")
    assert (len(days), days[0], days[-1]) == (93, "30.11.2023", "01.03.2024")


def test_what_is_a_part_of_another_is_counted_by_itself_alone(network, city, count):
    """One thing is counted at a time, so that an "of which" never adds into what holds it already."""
    count(city.branch11, "reader_registered", 9, "2024-02-05")
    count(city.branch11, "site_user_registered", 4, "2024-02-05")
    totals = {
        key: pivot(choice_of({"counted": f"i:{key}", "rows": "library", **YEAR}, network)).total
        for key in ("readers", "readers_site")
    }
    assert totals == {"readers": 9, "readers_site": 4}
    assert isinstance(COUNTED["readers_site"], OfWhich)


def test_without_columns_a_file_has_the_total_alone(network, city, count):
    count(city.branch11, "visit", 3, "2024-03-01")
    count(city.branch12, "visit", 4, "2024-03-01")
    made = pivot(choice_of({"counted": "visit", "rows": "library", **YEAR}, network))
    assert to_csv(made).decode("utf-8-sig").splitlines()[1:] == [
        ",Total",
        "Children's branch 11б,3",
        "Children's branch 12б,4",
        "Total,7",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).active
    assert [cell.value for cell in sheet["B"]] == [None, "Total", 3, 4, "=SUM(B3:B4)"]
    assert sheet["C2"].value is None


def asked_of(made_by, **asked):
    return plot_of(pivot(choice_of({**YEAR, **asked}, made_by)))


def test_a_plot_draws_the_numbers_of_the_table(network, city, count):
    assert asked_of(network, counted="loan") is None
    count(city.branch11, "loan", 10, "2024-02-05", language="kk")
    count(city.branch11, "loan", 5, "2024-04-05", language="ru")
    bars = asked_of(network, counted="loan", rows="language")
    assert [(bar.label, bar.number) for bar in bars.bars] == [("Kazakh", 10), ("Russian", 5)]
    assert bars.bars[0].width == 2 * bars.bars[1].width
    lines = asked_of(network, counted="loan", rows="month", columns="language", plot="lines")
    assert [(line.label, [dot[3] for dot in line.dots]) for line in lines.lines] == [
        ("Kazakh", [10, 0, 0]),
        ("Russian", [0, 0, 5]),
    ]
    assert asked_of(network, counted="loan", rows="language", plot="lines").kind == "bars"
    heat = asked_of(network, counted="loan", rows="weekday", columns="language", plot="heat")
    assert sum(cell.number for cell in heat.cells) == 15
    assert max(cell.shade for cell in heat.cells) == 1


def test_a_heat_map_is_not_paled_by_what_is_not_stated(city, network):
    """A year entered by hand has no hours: its thousands stand in the table, and the map shows the desk's hours."""
    noted(city.branch1, "loan", 10, "loan", "2024-03-04", quantity=8)
    noted(city.branch1, "loan", 11, "loan", "2024-03-05", quantity=4)
    diary.enter_by_hand(
        day=day("2024-03-06"), library=city.branch1, measure="loan", quantity=9_000, reason="r", values={}
    )
    asked = {"counted": "loan", "rows": "weekday", "columns": "hour", "plot": "heat", **YEAR}
    heat = plot_of(pivot(choice_of(asked, network)))
    assert sorted(cell.shade for cell in heat.cells if cell.shade) == [0.5, 1.0]
    assert heat.unstated == 9_000


@pytest.mark.parametrize("plot", ["bars", "lines", "heat"])
def test_the_page_draws_every_plot_beside_its_table(client_as, network, city, count, plot):
    count(city.branch11, "loan", 10, "2024-02-05", language="kk")
    count(city.branch11, "loan", -2, "2024-03-05", language="ru")
    client = client_as(Role.DIRECTOR, network)
    asked = {"counted": "loan", "rows": "month", "columns": "language", "plot": plot, **YEAR}
    page = client.get("/reports/builder/", asked)
    assert page.status_code == 200
    assert page.content.count(b"<svg") >= 2
    assert b"<tfoot>" in page.content


def test_a_page_of_the_builder_costs_the_same_however_many_are_kept(
    client_as, network, django_assert_max_num_queries
):
    client = client_as(Role.DIRECTOR, network)
    for number in range(70):
        client.post("/reports/builder/save/", {"title": f"r{number}", "rows": "month"})
    with django_assert_max_num_queries(14):
        page = client.get("/reports/builder/", {"page": "2"}).content.decode()
    assert page.count("/forget/") == 20
