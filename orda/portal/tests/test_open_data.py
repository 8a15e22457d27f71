"""The network's year for everybody: the diary's own numbers, and nobody's name."""

import csv
import datetime
import io
import json

import pytest

from orda.diary import queries as diary
from orda.diary import services as writing
from orda.events.models import Direction
from orda.network import clock
from orda.network.models import Unit
from orda.portal.open_tables import TABLES
from orda.portal.open_year import published, too_small
from orda.readers.models import Reader

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date(2024, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime(2024, 11, 23, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def year(city):
    def write(code: str, measure: str, quantity: int, day: str, **values: str) -> None:
        writing.post(
            day=datetime.date.fromisoformat(day),
            library_id=Unit.objects.get(code=code).pk,
            measure=measure,
            quantity=quantity,
            act="loan",
            act_id=1,
            values=values,
        )

    write("1б", "loan", 30, "2024-03-04", language="kk", subject_field="science")
    write("2к", "loan", 12, "2024-04-04", language="ru")
    write("2к", "renewal", 3, "2024-11-22", language="ru")
    write("2к", "loan", 99, "2024-11-23", language="ru")
    write("1б", "visit", 25, "2023-05-05", purpose="borrow")
    write("1б", "intake", 100, "2022-12-31", language="kk", supply="opening")
    write("1б", "intake", 20, "2024-02-01", language="ru", supply="gift")
    write("1б", "withdrawal", 5, "2024-02-02", language="kk", reason="WORN")
    for group, many in (("0-10", 40), ("11-15", 50), ("other", 3)):
        write("1б", "reader_registered", many, "2024-01-10", age_group=group)
    write("1б", "reader_registered", 7, "2024-01-11", age_group="0-10", disability="yes")
    return write


def told(client, name: str, asked: str = "") -> dict:
    answer = client.get(f"/open/{name}.json{asked}")
    assert answer.status_code == 200
    return json.loads(answer.content)


def quantities(client, name: str, asked: str = "") -> dict[str, int | None]:
    return {row["code"]: row["quantity"] for row in told(client, name, asked)["rows"]}


def test_everybody_reads_the_year_in_three_languages(year, client):
    for language in ("kk", "ru", "en"):
        client.cookies["django_language"] = language
        for address in ("/open/", "/open/?year=2023", "/open/dictionary/"):
            assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200


def test_the_home_page_leads_everybody_to_it(year, client):
    assert b'href="/open/"' in client.get("/").content


def test_libraries_and_months_add_up_to_the_diary_of_the_days_before_today(year, client):
    first = datetime.date(2024, 1, 1)
    whole = sum(one.quantity for one in diary.totals(first, YESTERDAY, measures=["loan", "renewal"]))
    assert whole == 45
    for name in ("loans-by-month", "loans-by-library", "loans-by-language", "loans-by-subject"):
        found = told(client, name)
        assert found["total"] == whole == sum(row["quantity"] for row in found["rows"])
        assert found["until"] == "2024-11-22"


def test_every_table_adds_up_to_what_the_diary_says(year):
    for found in published(2024):
        if found.table.is_level:
            whole = diary.level(found.table.counts, YESTERDAY)
        else:
            first = datetime.date(2024, 1, 1)
            whole = sum(
                term.sign * one.quantity
                for term in found.table.terms
                for one in diary.totals(first, YESTERDAY, measures=[term.measure], by=("dimensions",))
                if diary.matches(one.values, term.where)
            )
        assert found.total == whole, found.table.name
        if not found.suppressed:
            assert sum(row.quantity for row in found.rows) == whole


def test_what_lines_do_not_state_stands_in_a_row_of_its_own(year, client):
    assert quantities(client, "loans-by-subject") == {"science": 30, "": 15}
    assert quantities(client, "loans-by-library") == {"1б": 30, "2к": 15}
    assert quantities(client, "loans-by-month") == {"2024-03": 30, "2024-04": 12, "2024-11": 3}


def test_the_stock_is_what_stands_and_intake_leaves_out_the_opening(year, client):
    assert quantities(client, "stock-by-language") == {"kk": 95, "ru": 20}
    assert quantities(client, "stock-by-language", "?year=2023") == {"kk": 100}
    assert quantities(client, "new-copies-by-language") == {"ru": 20}


def test_events_are_told_by_direction_in_three_languages(year, client):
    Direction.objects.create(code="ecology", name_kk="Экология kk", name_ru="Экология", name_en="Ecology")
    year("1б", "event_held", 2, "2024-05-05", direction="ecology", channel="offline")
    [row] = told(client, "events-by-direction")["rows"]
    assert row == {
        **{"code": "ecology", "name_kk": "Экология kk", "name_ru": "Экология", "name_en": "Ecology"},
        "quantity": 2,
    }


def test_a_small_group_is_not_told_nor_worked_out_from_the_sum(year, client):
    assert quantities(client, "readers-by-group") == {"0-10": None, "11-15": 50, "other": None}
    page = client.get("/open/").content.decode()
    assert "too few to tell" in page


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({"a": 40, "b": 50}, set()),
        ({"a": 40, "b": 50, "c": 3}, {"c", "a"}),
        ({"a": 40, "b": 4, "c": 3}, {"b", "c"}),  # together 7: which is which can't be told
        ({"a": 40, "b": 1, "c": 1}, {"a", "b", "c"}),  # together 2 could only be one and one
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_which_groups_are_too_small(groups, hidden):
    assert too_small(groups) == hidden


def test_disability_and_persons_are_nowhere(year, client, city):
    Reader.objects.create(
        card_number="C-77",
        family_name="Осымұлы",
        given_name="Бірегей",
        birth_date="2014-01-01",
        created_on="2024-01-09",
        library=city.branch1,
    )
    addresses = ["/open/", "/open/dictionary/", "/open/dictionary.json"]
    addresses += [f"/open/{name}.{form}" for name in TABLES for form in ("json", "csv")]
    for address in addresses:
        content = client.get(address).content.decode()
        assert not [word for word in ("disab", "Осымұлы", "C-77") if word in content], address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/open/?year=abc", 400),
        ("/open/?year=1999", 400),
        ("/open/?year=²", 400),
        ("/open/?year=20240", 400),
        ("/open/loans-by-month.json?year=x", 400),
        ("/open/loans-by-month.csv?year=2025", 400),
        ("/open/staff.json", 404),
        ("/open/dictionary.csv", 404),
        ("/open/loans-by-month.exe", 404),
    ],
)
def test_what_is_not_published_is_refused(year, client, address, status):
    assert client.get(address).status_code == status


def test_a_refusal_names_the_years_there_are(year, client):
    page = client.get("/open/?year=abc").content.decode()
    assert "“abc” is not a published year; published are: 2024, 2023." in page
    said = json.loads(client.get("/open/loans-by-month.json?year=abc").content)
    assert said["years"] == [2024, 2023]


def test_an_empty_library_says_that_nothing_is_published(db, client):
    assert b"No year is published yet." in client.get("/open/").content
    assert client.get("/open/dictionary/").status_code == 200
    assert client.get("/open/loans-by-month.json").status_code == 404


def test_the_first_of_january_still_shows_the_year_before(year, client, monkeypatch):
    new_year = datetime.datetime(2025, 1, 1, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: new_year)
    assert told(client, "loans-by-month")["until"] == "2024-12-31"
    assert told(client, "loans-by-month")["total"] == 144


def test_the_page_costs_the_same_however_much_was_done(year, client, django_assert_max_num_queries):
    client.cookies["visit"] = "counted"  # its visit of the site is a line of another test
    with django_assert_max_num_queries(12):
        client.get("/open/")
    for month in range(1, 11):
        for code in ("5б", "11б", "2к"):
            year(code, "visit", 4, f"2024-{month:02d}-03")
            year(code, "loan", 4, f"2024-{month:02d}-03", language="kk", subject_field="social")
    with django_assert_max_num_queries(12):
        client.get("/open/")
    with django_assert_max_num_queries(8):
        client.get("/open/loans-by-language.json")


def test_a_file_is_the_same_in_every_language_and_may_be_kept(year, client):
    answers = []
    for language in ("kk", "ru", "en"):
        client.cookies["django_language"] = language
        answers.append(client.get("/open/loans-by-language.csv"))
    assert len({answer.content for answer in answers}) == 1
    answer = answers[0]
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "Vary" not in answer
    again = client.get("/open/loans-by-language.csv", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    year("1б", "loan", 1, "2024-05-05", language="kk")
    changed = client.get("/open/loans-by-language.csv", headers={"if-none-match": answer["ETag"]})
    assert changed.status_code == 200
    head = client.head("/open/loans-by-language.csv")
    assert (head["ETag"], head.content) == (changed["ETag"], b"")


def test_the_sheet_has_its_columns_and_empties_what_is_not_told(year, client):
    lines = list(
        csv.DictReader(io.StringIO(client.get("/open/readers-by-group.csv").content.decode("utf-8-sig")))
    )
    assert list(lines[0]) == ["code", "name_kk", "name_ru", "name_en", "quantity"]
    assert {line["code"]: line["quantity"] for line in lines} == {"0-10": "", "11-15": "50", "other": ""}


def test_the_dictionary_tells_each_table_in_three_languages_with_unit_and_formula(year, client):
    found = json.loads(client.get("/open/dictionary.json").content)
    assert [one["name"] for one in found["tables"]] == list(TABLES)
    for one in found["tables"]:
        for field in ("meaning", "unit", "counts", "by"):
            assert all(one[field][language] for language in ("kk", "ru", "en"))
    formulas = {one["name"]: one["formula"] for one in found["tables"]}
    assert formulas["loans-by-month"] == "loan + renewal"
    assert formulas["new-copies-by-language"] == "intake − intake[supply=opening]"
    assert formulas["stock-by-library"] == "intake − withdrawal"
    page = client.get("/open/dictionary/").content.decode()
    assert "loan + renewal" in page
