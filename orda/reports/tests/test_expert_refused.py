"""What a question in SQL may not ask: refused by the check, and by the connection behind it."""

import time

import pytest
from django.db import connection

from orda.network.models import Role, Staff
from orda.reports.expert import running
from orda.reports.expert.checking import question
from orda.reports.expert.question import BadQuestion, Question
from orda.reports.expert.tables import DIALECTS
from orda.reports.tests.conftest import committed, rows


@pytest.fixture(params=sorted(DIALECTS))
def dialect(request):
    return DIALECTS[request.param]


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
