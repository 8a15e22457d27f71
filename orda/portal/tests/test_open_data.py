"""The network's year for everybody: the diary's own numbers, and nobody's name."""

import datetime
import json

import pytest

from orda.diary import queries as diary
from orda.diary import services as writing
from orda.network import clock
from orda.network.models import Unit
from orda.planning.services import load_plan
from orda.portal.open_tables import TABLES, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime(2024, 11, 23, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def year(city):
    load_plan()

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
    for group, many in (("0-10", 40), ("11-15", 50), ("other", 3)):
        write("1б", "reader_registered", many, "2024-01-10", age_group=group)
    return write


def test_everybody_reads_the_year_in_three_languages(year, client):
    for language in ("kk", "ru", "en"):
        client.cookies["django_language"] = language
        for address in ("/open/", "/open/?year=2023", "/open/dictionary/"):
            assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200


def test_libraries_and_months_add_up_to_the_diary_of_the_days_before_today(year, client):
    last = datetime.date(2024, 11, 22)
    whole = sum(
        one.quantity for one in diary.totals(datetime.date(2024, 1, 1), last, measures=["loan", "renewal"])
    )
    assert whole == 45
    for name in ("loans-by-month", "loans-by-library", "loans-by-language", "loans-by-subject"):
        told = json.loads(client.get(f"/open/{name}.json").content)
        assert told["total"] == whole == sum(row["quantity"] for row in told["rows"])
        assert told["until"] == "2024-11-22"


def test_a_small_group_is_not_told_nor_worked_out_from_the_sum(year, client):
    told = json.loads(client.get("/open/readers-by-group.json").content)
    quantities = {row["code"]: row["quantity"] for row in told["rows"]}
    assert quantities == {"0-10": None, "11-15": 50, "other": None}
    assert b"disab" not in client.get("/open/").content
    assert (
        client.get("/open/readers-by-group.csv").content.decode("utf-8-sig").splitlines()[0]
        == "code,label,quantity"
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/open/?year=abc", 400),
        ("/open/?year=1999", 400),
        ("/open/?year=²", 400),
        ("/open/loans-by-month.json?year=x", 400),
        ("/open/staff.json", 404),
        ("/open/loans-by-month.exe", 404),
    ],
)
def test_what_is_not_published_is_refused(year, client, address, status):
    assert client.get(address).status_code == status


def test_an_empty_library_says_that_nothing_is_published(db, client):
    assert client.get("/open/").status_code == 200
    assert client.get("/open/dictionary/").status_code == 200


def test_the_page_costs_the_same_however_much_was_done(year, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        client.get("/open/")
    for month in range(1, 11):
        year("5б", "visit", 4, f"2024-{month:02d}-03")
    with django_assert_max_num_queries(60):
        client.get("/open/")


def test_every_table_is_described_and_can_be_published(year):
    for name, table in TABLES.items():
        assert str(table.meaning)
        assert published(name, 2024).rows is not None
