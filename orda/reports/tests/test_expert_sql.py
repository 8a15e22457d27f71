"""Questions in SQL: what is counted can be asked, people can't, and nothing can be changed or brought down."""

import datetime
import sys
import time

import pytest
from django.db import connection

from orda.diary import services as diary
from orda.events.models import Direction, Form
from orda.events.services import hold_event
from orda.network.models import Role, Staff
from orda.planning import queries as planning
from orda.reports.expert import running
from orda.reports.expert.checking import question
from orda.reports.expert.examples import examples
from orda.reports.expert.question import BadQuestion, Question
from orda.reports.expert.running import ask
from orda.reports.expert.tables import DIALECTS, TABLES

# Questions run on a connection of their own, which sees only what is committed.
committed = pytest.mark.django_db(transaction=True)
ADDRESS = "/reports/expert/"


@pytest.fixture(params=sorted(DIALECTS))
def dialect(request):
    return DIALECTS[request.param]


@pytest.fixture
def lent(city, count):
    count(city.branch11, "loan", 5, "2024-02-05", language="kk", document_kind="book")
    count(city.branch11, "loan", 2, "2024-02-06", language="ru", document_kind="electronic_document")
    count(city.branch12, "renewal", 3, "2024-03-01", language="kk")
    count(city.public2, "visit", 9, "2023-12-31")
    diary.close_days_before(datetime.date(2024, 3, 1))
    return city


def ids(city):
    return [one.pk for one in city.libraries]


def rows(text, city):
    return ask(text, ids(city)).rows


@committed
def test_the_diary_is_asked_by_day_and_month_from_closed_and_open_days_alike(lent):
    for table in ("diary_days", "diary_months"):
        asked = f"SELECT month, language, SUM(quantity) FROM {table} WHERE year = 2024 GROUP BY 1, 2 ORDER BY 1, 2"
        assert rows(asked, lent) == [("2024-02", "kk", 5), ("2024-02", "ru", 2), ("2024-03", "kk", 3)]
    days = "SELECT CAST(day AS TEXT), weekday, quarter, library_code, cohort FROM diary_days ORDER BY day DESC LIMIT 1"
    assert rows(days, lent) == [("2024-03-01", 5, 1, "12б", "children")]


@committed
def test_indicators_are_those_of_the_board(lent, plan_is_loaded):
    year = planning.plan_year(2024, datetime.date(2024, 12, 31)).status("")
    asked = "SELECT indicator, SUM(quantity) FROM indicators WHERE year = 2024 GROUP BY 1"
    found = dict(rows(asked, lent))
    assert found == {row.key: row.actual for row in year.indicators if row.actual and row.key in found}
    assert found["loans"] == 10
    part = "SELECT DISTINCT of_which_of FROM indicators WHERE indicator = 'loans_electronic_documents'"
    assert rows(part, lent) == [("loans",)]


@pytest.fixture
def plan_is_loaded(the_plan):
    return the_plan


@committed
def test_stock_plan_libraries_and_events_can_be_asked(lent, count, plan_is_loaded, staff_of):
    count(lent.branch11, "intake", 8, "2024-01-05", language="kk", subject_field="social")
    count(lent.branch11, "withdrawal", 3, "2024-01-06", language="kk", subject_field="social")
    assert rows("SELECT subject_field, copies FROM stock_levels", lent) == [("social", 5)]
    assert len(rows("SELECT * FROM libraries", lent)) == len(lent.libraries)
    assert rows("SELECT COUNT(*) FROM plan_figures WHERE kind = 'target' AND year = 2024", lent)[0][0] > 40
    hold_event(
        library=lent.branch11,
        day=datetime.date(2024, 5, 1),
        title="Quiz",
        form=Form.objects.first(),
        direction=Direction.objects.first(),
        audience="all",
        channel="offline",
        attendance=20,
        by_id=staff_of(Role.LIBRARIAN, lent.branch11).pk,
    )
    assert rows("SELECT title, attendance FROM events_held", lent) == [("Quiz", 20)]


@committed
def test_every_table_gives_the_columns_that_the_page_names(lent):
    for table in TABLES.values():
        assert set(ask(f"SELECT * FROM {table.name}", ids(lent)).columns) == set(table.columns)


@committed
def test_every_example_runs(lent, plan_is_loaded):
    for one in examples(2024):
        assert ask(one.sql, ids(lent)).columns, one.title


@committed
def test_a_person_sees_the_libraries_of_their_unit_alone(lent):
    asked = "SELECT DISTINCT library_code FROM diary_months ORDER BY 1"
    assert ask(asked, [lent.branch12.pk]).rows == [("12б",)]
    assert ask("SELECT code FROM libraries", [lent.branch12.pk]).rows == [("12б",)]
    assert ask(asked, []).rows == []


@committed
def test_a_longer_answer_is_cut_and_says_so(lent, monkeypatch):
    monkeypatch.setattr(running, "MOST_ROWS", 3)
    answer = ask("SELECT code FROM libraries", ids(lent))
    assert len(answer.rows) == 3
    assert answer.cut


@committed
def test_the_page_answers_and_gives_the_file(client_as, lent):
    client = client_as(Role.METHODOLOGIST, lent.network)
    asked = "SELECT library_name, SUM(quantity) AS loans FROM diary_months WHERE measure = 'loan' GROUP BY 1"
    page = client.get(ADDRESS, {"sql": asked})
    assert page.status_code == 200
    assert "Children&#x27;s branch 11б" in page.content.decode()
    file = client.get(f"{ADDRESS}answer.csv", {"sql": asked})
    assert file.content.decode("utf-8-sig").splitlines() == ["library_name,loans", "Children's branch 11б,7"]


@committed
def test_a_file_holds_no_formula(client_as, lent):
    client = client_as(Role.DIRECTOR, lent.network)
    file = client.get(
        f"{ADDRESS}answer.csv", {"sql": "SELECT '=1+1' AS a, '@x' AS b, -5 AS c FROM libraries LIMIT 1"}
    )
    assert file.content.decode("utf-8-sig").splitlines()[1] == "'=1+1,'@x,-5"


# What is refused before any database sees it.

STRANGE = [
    "SELECT * FROM network_staff",
    "SELECT * FROM readers_reader",
    "SELECT * FROM diary_entry",
    "SELECT * FROM main.network_staff",
    "SELECT * FROM public.libraries",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM sqlite_schema",
    "SELECT * FROM pg_catalog.pg_user",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM information_schema.tables",
    "SELECT name FROM libraries UNION ALL SELECT password FROM network_staff",
    "SELECT (SELECT password FROM network_staff LIMIT 1) FROM libraries",
    "SELECT name FROM libraries WHERE code IN (SELECT username FROM network_staff)",
    "SELECT name FROM libraries WHERE EXISTS (SELECT 1 FROM network_staff)",
    "WITH libraries AS (SELECT 1) SELECT * FROM libraries",
    "WITH _sets AS (SELECT 1) SELECT * FROM _sets",
    "SELECT * FROM _sets",
    "SELECT * FROM (SELECT * FROM network_staff) x",
    "SELECT * FROM libraries JOIN network_staff ON 1 = 1",
    "SELECT * FROM libraries, network_staff",
    "SELECT * FROM /* libraries */ network_staff",
    'SELECT * FROM "network_staff"',
    "TABLE network_staff",
]
WRITING = [
    "DELETE FROM libraries",
    "UPDATE network_staff SET is_superuser = true",
    "INSERT INTO network_staff (id) VALUES (1)",
    "DROP TABLE network_staff",
    "CREATE TABLE x AS SELECT 1",
    "ALTER TABLE network_staff ADD COLUMN x int",
    "WITH gone AS (DELETE FROM network_staff RETURNING *) SELECT * FROM gone",
    "WITH a AS (INSERT INTO network_staff (id) VALUES (1) RETURNING *) SELECT * FROM a",
    "SELECT 1 INTO x",
    "SELECT name INTO TEMP x FROM libraries",
    "SELECT * FROM libraries FOR UPDATE",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE DELETE FROM libraries",
    "SELECT 1; DROP TABLE network_staff",
    "SELECT 1; SELECT 2",
    "BEGIN",
    "COMMIT; DELETE FROM libraries",
    "SET statement_timeout = 0",
    "RESET ALL",
    "DO $$ BEGIN DELETE FROM network_staff; END $$",
    "CALL x()",
    "COPY libraries TO '/tmp/x'",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "LISTEN x",
    "VACUUM INTO '/tmp/x'",
    "PRAGMA table_info(network_staff)",
    "PRAGMA writable_schema = 1",
    "ATTACH '/etc/passwd' AS x",
    "ATTACH DATABASE 'x' AS y",
    "DETACH main",
]
FUNCTIONS = [
    "SELECT pg_sleep(60)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT dblink('x', 'y')",
    "SELECT * FROM dblink('x', 'SELECT 1') AS t(a int)",
    "SELECT set_config('statement_timeout', '0', false)",
    "SELECT current_setting('data_directory')",
    "SELECT version()",
    "SELECT query_to_xml('SELECT * FROM network_staff', true, true, '')",
    "SELECT pg_terminate_backend(1)",
    "SELECT nextval('x')",
    "SELECT generate_series(1, 1000000000)",
    "SELECT * FROM generate_series(1, 1000000000)",
    "SELECT repeat('x', 1000000000)",
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('/tmp/x', 'y')",
    "SELECT randomblob(1000000000)",
    "SELECT zeroblob(1000000000)",
    "SELECT hex(zeroblob(100000000))",
    "SELECT printf('%1000000000d', 1)",
    "SELECT fts3_tokenizer('x')",
    "SELECT * FROM pragma_table_info('network_staff')",
    "SELECT * FROM json_each('[1]')",
    "SELECT current_user",
    "SELECT 'network_staff'::regclass",
    "SELECT CAST('x' AS xml)",
    "SELECT name FROM libraries WHERE pg_sleep(60) IS NULL",
    "SELECT name FROM libraries ORDER BY pg_sleep(60)",
    "SELECT SUM(1) FILTER (WHERE pg_sleep(60) IS NULL) FROM libraries",
    "SELECT pg_catalog.pg_sleep(60)",
    "SELECT COUNT(*) OVER (ORDER BY pg_sleep(60)) FROM libraries",
    "SELECT name FROM libraries LIMIT (SELECT pg_sleep(60))",
]
ENDLESS = [
    "WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n",
    "WITH n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n",
    "WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a",
    "SELECT * FROM libraries WHERE code IN (WITH n AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT * FROM n)",
    "(" * 3_000,
    "SELECT " + "(" * 2_000 + "1" + ")" * 2_000,
    "SELECT 1 " + "+ 1 " * 2_000,
]
NOT_UNDERSTOOD = [
    "",
    "  ",
    "hello",
    "SELECT FROM WHERE",
    "SELECT 'a",
    'SELECT "a',
    "SELECT /* ",
    "SELECT $1",
    "SELECT ?",
    "SELECT :x",
    "SELECT @x",
    "SELECT name\x00 FROM libraries",
    "SELECT 1 -- " + "x" * 5_000,
    "VALUES (1)",
    "\\copy x",
    ";;;",
    "--",
    "²٣",
]


@pytest.mark.parametrize("text", [*STRANGE, *WRITING, *FUNCTIONS, *ENDLESS, *NOT_UNDERSTOOD])
def test_what_is_not_a_question_over_the_tables_is_refused_at_once(text, dialect):
    began = time.monotonic()
    with pytest.raises(BadQuestion):
        question(text, dialect)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("text", "line", "column", "named"),
    [
        ("SELECT name\nFROM libraries\nWHERE pg_sleep(5) = 1", 3, 7, "PG_SLEEP"),
        ("SELECT *\nFROM libraries l\nJOIN network_staff s ON 1 = 1", 3, 6, "network_staff"),
        ("SELECT name,\n  FROM WHERE", 2, 8, "WHERE"),
    ],
)
def test_a_refusal_names_the_place(text, line, column, named, dialect):
    with pytest.raises(BadQuestion) as refused:
        question(text, dialect)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert named in str(refused.value)
    assert f"Line {line}, sign {column}" in str(refused.value)


@committed
def test_what_the_database_does_not_know_is_named_with_its_place(lent):
    with pytest.raises(BadQuestion) as refused:
        rows("SELECT name,\n       shoe_size\nFROM libraries", lent)
    assert (refused.value.line, refused.value.column) == (2, 8)
    assert "shoe_size" in str(refused.value)


@committed
def test_a_huge_cross_join_is_stopped(lent, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 1)
    joined = ", ".join(f"libraries l{n}" for n in range(12))
    began = time.monotonic()
    with pytest.raises(BadQuestion, match="longer than 1 second"):
        rows(f"SELECT COUNT(*) FROM {joined}", lent)
    assert time.monotonic() - began < 4


# Behind the check stands the connection: what the check would let through by mistake is refused by it as well.


def _run_unchecked(text):
    run = running._on_sqlite if connection.vendor == "sqlite" else running._on_postgresql
    return run(text, text, Question((), frozenset({"n"}), text, frozenset()))


@committed
@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM network_staff",
        "WITH gone AS (DELETE FROM network_staff RETURNING *) SELECT * FROM gone",
        "UPDATE network_unit SET code = 'x'",
        "CREATE TABLE x (a int)",
        "INSERT INTO diary_entry (day) VALUES ('2024-01-01')",
        "DROP TABLE network_staff",
        "SELECT 1; DELETE FROM network_staff",
    ],
)
def test_the_connection_itself_refuses_to_write(city, staff_of, text):
    staff_of(Role.DIRECTOR)
    with pytest.raises(BadQuestion):
        _run_unchecked(text)
    assert Staff.objects.count() == 1


@committed
@pytest.mark.parametrize(
    "text",
    [
        "SELECT password FROM network_staff",
        "SELECT COUNT(*) FROM network_staff",
        "SELECT family_name FROM readers_reader",
        "SELECT recorded_by_id FROM diary_entry",
        "SELECT reason FROM diary_entry",
        "SELECT sql FROM sqlite_master",
        "SELECT * FROM pragma_table_info('network_staff')",
        "SELECT load_extension('x')",
        "SELECT randomblob(10)",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n",
        "PRAGMA query_only = OFF",
        "ATTACH ':memory:' AS x",
    ],
)
def test_sqlite_itself_refuses_what_no_table_shows(city, text):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's authorizer")
    with pytest.raises(BadQuestion):
        _run_unchecked(text)


@committed
def test_the_database_stops_what_takes_too_long(city, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 1)
    endless = {
        "sqlite": "SELECT COUNT(*) FROM network_unit a, network_unit b, network_unit c, network_unit d, network_unit e,"
        " network_unit f, network_unit g, network_unit h, network_unit i",
        "postgresql": "SELECT pg_sleep(30)",
    }
    with pytest.raises(BadQuestion, match="longer than 1 second"):
        _run_unchecked(endless[connection.vendor])


def test_the_page_shows_the_tables_and_refuses_kindly(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    page = client.get(ADDRESS).content.decode()
    assert all(f"<code>{name}</code>" in page for name in TABLES)
    refused = client.get(ADDRESS, {"sql": "SELECT * FROM network_staff"})
    assert refused.status_code == 400
    assert "Line 1, sign 15" in refused.content.decode()
    assert client.get(f"{ADDRESS}answer.csv", {"sql": "DELETE FROM libraries"}).status_code == 400
    assert client_as(Role.LIBRARIAN, city.branch11).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_where_what_checks_questions_is_not_installed_the_page_says_what_to_add(
    client_as, city, monkeypatch, language
):
    asks = client_as(Role.DIRECTOR, city.network)
    asks.cookies["django_language"] = language
    monkeypatch.setitem(sys.modules, "sqlglot", None)  # its import fails from here on
    asked = {"sql": "SELECT 1"}
    for answer, status in ((asks.get(ADDRESS), 200), (asks.get(ADDRESS, asked), 501)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "make setup EXTRAS=sql" in page
        assert 'name="sql"' not in page
        assert "diary_days" in page  # what may be asked is told all the same
    file = asks.get(f"{ADDRESS}answer.csv", asked)
    assert file.status_code == 501
    assert "make setup EXTRAS=sql" in file.content.decode()
    assert "Content-Disposition" not in file
