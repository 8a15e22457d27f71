"""A new house's tables, made at once, are those that its migrations make one after another."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.desks import ROOT
from tests.served import environment_of

ONE_BY_ONE = """
import django; django.setup()
from django.core.management import call_command
from orda.network import fresh
fresh.is_empty = lambda: False
call_command("migrate", verbosity=0)
"""
AT_ONCE = ONE_BY_ONE.replace("fresh.is_empty = lambda: False", "assert fresh.is_empty()")
FIRST_ROWS = ("network_knownstate", "readers_consenttext", "django_migrations", "auth_permission")
# NOT NULL stands with the columns: as a constraint it keeps the name of a column that was renamed.
OF_POSTGRESQL = """
SELECT 'column', table_name, column_name, data_type || coalesce(character_maximum_length::text, ''), is_nullable,
       coalesce(column_default, ''), is_identity
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '', ''
          FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, pg_get_functiondef(oid), '', '', '', ''
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace"""


def test_tables_made_at_once_are_those_of_the_migrations(
    another_database: Callable[..., Any], tmp_path: Path
) -> None:
    found = []
    for name, way in (("orda_at_once", AT_ONCE), ("orda_one_by_one", ONE_BY_ONE)):
        with another_database(name) as url:
            environment = environment_of(url, tmp_path)
            subprocess.run([sys.executable, "-c", way], check=True, env=environment, cwd=ROOT)
            found.append(_of_postgresql(url) if url.startswith("postgres") else _of_sqlite(url))
    (at_once, its_rows), (one_by_one, their_rows) = found
    assert len(at_once) > 300
    assert sorted(at_once - one_by_one) == sorted(one_by_one - at_once) == []
    assert its_rows == their_rows
    assert its_rows["django_migrations"] > 90
    assert its_rows["readers_consenttext"] == 1


def _of_postgresql(url: str) -> tuple[set[tuple[str, ...]], dict[str, int]]:
    with psycopg.connect(url) as database:
        rows = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in FIRST_ROWS}  # type: ignore[index]
        return set(database.execute(OF_POSTGRESQL)), rows


def _of_sqlite(url: str) -> tuple[set[tuple[str, ...]], dict[str, int]]:
    """What stands in a table's brackets is compared part by part: columns added later stand last."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        rows = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in FIRST_ROWS}
        told = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    parts = set()
    for kind, name, sql in told:
        if kind == "table":
            parts |= {(kind, name, part) for part in _parts(sql)}
        else:
            parts.add((kind, name, " ".join(sql.split())))
    return parts, rows


def _parts(sql: str) -> list[str]:
    """What the outer brackets hold, parted by the commas that stand in no other brackets and no quotes."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth = [""], 0
    for piece in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|.", inner, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [" ".join(part.split()) for part in parts]
