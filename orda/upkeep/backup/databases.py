"""A database copied away as it stands at one moment while others write, and made anew beside the living one.

SQLite: VACUUM INTO reads one moment and ends, however much is written meanwhile (the backup of `sqlite3` begins again
at each write). PostgreSQL: COPY of each table in one REPEATABLE READ transaction; no pg_dump of the right version is
needed, for the tables themselves are made by Orda's own migrations.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from orda.upkeep.backup.proof import counts, proof, tables
from orda.upkeep.backup.refusals import HouseAtWork, NewerOrda, NotKept

FILE = "database.sqlite3"
TABLES = "tables"
BESIDE = "orda_restoring"  # PostgreSQL's schema in which the restored tables are made
PIECE = 1 << 20


def vendor() -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


# --- away ---------------------------------------------------------------------------------------------------------


def copy_away(folder: Path) -> dict[str, Any]:
    """Copies the database into files of a folder; gives what the manifest says of it: its proof, its migrations."""
    return _sqlite_away(folder) if connection.vendor == "sqlite" else _postgresql_away(folder)


def size() -> int:
    """Bytes of the database, about."""
    if connection.vendor == "sqlite":
        name = str(settings.DATABASES["default"]["NAME"])
        return sum(os.path.getsize(path) for path in (name, f"{name}-wal") if os.path.exists(path))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _sqlite_away(folder: Path) -> dict[str, Any]:
    copy = folder / FILE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with _standing_on(copy):
        return _said()


def _postgresql_away(folder: Path) -> dict[str, Any]:
    (folder / TABLES).mkdir()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        said = _said()
        said["columns"] = {table: _columns(table) for table in tables()}
        said["sequences"] = _sequences()
        with psycopg.Cursor(connection.connection) as cursor:
            for table, columns in said["columns"].items():
                _copy_table_out(cursor, table, columns, folder / TABLES / table)
    return said


def _copy_table_out(cursor: Any, table: str, columns: list[str], to: Path) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), names)
    with to.open("wb") as out, cursor.copy(statement) as rows:
        for piece in rows:
            out.write(piece)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [connection.ops.quote_name(table)],
        )
        return [name for (name,) in cursor.fetchall()]


def _sequences() -> dict[str, int]:
    """Sequence -> the last number it gave; a number that was given once is given to nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        return dict(cursor.fetchall())


def _said() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        applied = [list(row) for row in cursor.fetchall()]
    return {"migrations": applied, "proof": proof()}


# --- back ---------------------------------------------------------------------------------------------------------


def refuse_newer(migrations: list[list[str]]) -> None:
    """Raises NewerOrda for a backup whose tables this Orda does not know."""
    known = MigrationExecutor(connection).loader.disk_migrations
    rooms = {app for app, _name in known}
    newer = [f"{app}.{name}" for app, name in migrations if app in rooms and (app, name) not in known]
    if newer:
        raise NewerOrda(what=newer[0])


@contextmanager
def beside(folder: Path, said: dict[str, Any]) -> Iterator[None]:
    """Within it the restored database is the one at hand, as it was copied away; the living one is untouched."""
    if connection.vendor == "sqlite":
        with _standing_on(folder / FILE):
            yield
        return
    with _in_schema_beside():
        _postgresql_back(folder, said)
        yield


def up_to_date() -> None:
    """The tables of the database at hand as this Orda wants them."""
    call_command("migrate", verbosity=0)


def _postgresql_back(folder: Path, said: dict[str, Any]) -> None:
    executor = MigrationExecutor(connection)
    then = [(app, name) for app, name in said["migrations"] if (app, name) in executor.loader.disk_migrations]
    executor.migrate(then)
    made = set(tables())
    missing = set(said["columns"]) - made
    if missing:
        raise NotKept(what=f"no table {sorted(missing)[0]} is made any more")
    with transaction.atomic(), psycopg.Cursor(connection.connection) as cursor:
        for table in sorted(made):
            # Its own triggers say what may be changed of what stands, and draw the state of known facts anew.
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, sorted(made)))))
        for table, columns in said["columns"].items():
            _copy_table_in(cursor, table, columns, folder / TABLES / table)
        for name, last in said["sequences"].items():
            cursor.execute("SELECT setval(to_regclass(%s), %s)", [f'"{name}"', last])
    with transaction.atomic(), psycopg.Cursor(connection.connection) as cursor:
        for table in sorted(made):
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
        cursor.execute("ANALYZE")


def _copy_table_in(cursor: Any, table: str, columns: list[str], source: Path) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with source.open("rb") as file, cursor.copy(statement) as rows:
        while piece := file.read(PIECE):
            rows.write(piece)


def refuse_while_at_work() -> None:
    """Raises HouseAtWork while others are connected to the PostgreSQL database."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise HouseAtWork(who=f"{others} more connections to the database")


def change_places(folder: Path, kept: Path) -> str:
    """The restored database takes the living one's place, which is kept: where, in words."""
    if connection.vendor == "sqlite":
        return _sqlite_places(folder / FILE, kept)
    name = f"orda_before_{kept.name.rpartition('-')[2]}"
    with transaction.atomic(), psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("SELECT current_schema()")
        [here] = cursor.fetchone() or ["public"]
        old, new = sql.Identifier(here), sql.Identifier(BESIDE)
        cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(old, sql.Identifier(name)))
        cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(new, old))
    connection.close()
    return f"the schema {name} of the database"


def _sqlite_places(new: Path, kept: Path) -> str:
    connection.close()
    name = Path(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        old = name.with_name(name.name + ending)
        if old.exists():
            os.replace(old, kept / old.name)
    try:
        os.replace(new, name)
    except OSError:  # the database lies on another disk than the data folder
        shutil.copyfile(new, name)
    for ending in ("-wal", "-shm"):
        new.with_name(new.name + ending).unlink(missing_ok=True)
    return str(kept / name.name)


@contextmanager
def _standing_on(file: Path) -> Iterator[None]:
    """The connection of this process is one to another file of SQLite."""
    connection.close()
    here, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(file)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here
        for ending in ("-turn", "-next", "-migrating", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def _in_schema_beside() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        [here] = cursor.fetchone()
        cursor.execute(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")
        cursor.execute(f"CREATE SCHEMA {BESIDE}")
        cursor.execute(f"SET search_path TO {BESIDE}")
    try:
        yield
    except BaseException:
        if not connection.is_usable():
            connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path TO {here}")
            cursor.execute(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {here}")


def is_empty() -> bool:
    """Whether nobody lives in the database at hand: no tables, or no libraries and no staff."""
    there = set(tables())
    if not {"network_unit", "network_staff"} <= there:
        return True
    found = counts()
    return not found["network_unit"] and not found["network_staff"]
