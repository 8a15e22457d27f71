"""A connection takes the turn for as long as it writes, reads without one, and answers when the disk has it."""

import os
import sqlite3
import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction

from orda.sqlite import base
from orda.sqlite.turns import turns_at

HERE = "a_file"


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """opened() -> this thread's connection to the file, `HERE`."""
    made = []

    def open_one(synchronous: str = "FULL", timeout: float = 5) -> base.DatabaseWrapper:
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": timeout,
            "wait_for_the_disk": synchronous == "FULL",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}",
        }
        standing = {**connections["default"].settings_dict, "NAME": str(tmp_path / "db.sqlite3")}
        standing |= {"ENGINE": "orda.sqlite", "OPTIONS": options, "ATOMIC_REQUESTS": False}
        made.append(base.DatabaseWrapper(standing, HERE))
        connections[HERE] = made[-1]
        return made[-1]

    connections.settings[HERE] = {}
    with django_db_blocker.unblock():
        with open_one().cursor() as cursor:
            cursor.execute("CREATE TABLE act (id integer PRIMARY KEY, word text UNIQUE)")
        yield open_one
        for one in made:
            one.inc_thread_sharing()
            one.close()
    del connections[HERE], connections.settings[HERE]


@pytest.fixture
def waits(monkeypatch):
    """What was waited for on the disk, and what the file's readers saw by then."""
    seen: list[int] = []
    real = base._sync

    def sync(file: int) -> None:
        log = os.readlink(f"/proc/self/fd/{file}")
        assert log.endswith("-wal")
        with sqlite3.connect(log.removesuffix("-wal")) as other:
            seen.append(other.execute("SELECT COUNT(*) FROM act").fetchone()[0])
        other.close()
        real(file)

    monkeypatch.setattr(base, "_sync", sync)
    return seen


def _write(word: str) -> None:
    connections[HERE].cursor().execute("INSERT INTO act (word) VALUES (%s)", [word])


def _read() -> int:
    with connections[HERE].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM act")
        number: int = cursor.fetchone()[0]
    return number


def _standing(tmp_path) -> int:
    return len(turns_at(str(tmp_path / "db.sqlite3"))._line)


def test_the_turn_is_held_to_the_end_of_the_transaction_and_no_longer(opened, tmp_path):
    with transaction.atomic(using=HERE):
        _write("a")
        with transaction.atomic(using=HERE):
            _write("b")
        assert _standing(tmp_path) == 1
    assert _standing(tmp_path) == 0
    with pytest.raises(IntegrityError), transaction.atomic(using=HERE):
        _write("a")
    assert _standing(tmp_path) == 0
    with transaction.atomic(using=HERE):
        _write("c")
        transaction.set_rollback(True, using=HERE)
    assert _standing(tmp_path) == 0
    assert _read() == 2


def test_a_closed_connection_and_one_that_its_thread_forgot_hold_no_turn(opened, tmp_path):
    one = opened()
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert _standing(tmp_path) == 1
    one.close()
    assert _standing(tmp_path) == 0

    turn = base._Turn(turns_at(str(tmp_path / "db.sqlite3")), 1)
    assert _standing(tmp_path) == 1
    del turn
    assert _standing(tmp_path) == 0


def test_who_reads_does_not_wait_for_who_writes(opened):
    read = []

    def reader() -> None:
        opened(timeout=0.05)
        read.append(_read())
        connections[HERE].close()

    with transaction.atomic(using=HERE):
        _write("a")
        thread = threading.Thread(target=reader)
        thread.start()
        thread.join()
    assert read == [0]


def test_a_turn_that_does_not_come_is_said_as_sqlite_says_it(opened, tmp_path):
    turns = turns_at(str(tmp_path / "db.sqlite3"))
    turns.take(1)
    opened(timeout=0.05)
    with pytest.raises(OperationalError, match="locked"), transaction.atomic(using=HERE):
        _write("a")
    with pytest.raises(OperationalError, match="locked"):
        _write("a")  # outside a transaction
    turns.give()
    _write("a")
    assert _read() == 1


def test_what_was_committed_is_waited_for_after_the_turn_and_before_the_answer(opened, waits, tmp_path):
    with transaction.atomic(using=HERE):
        _write("a")
        _write("b")
        assert waits == []
    assert waits == [2]
    _write("c")
    assert waits == [2, 3]
    assert _standing(tmp_path) == 0


def test_nothing_is_waited_for_where_nothing_was_written(opened, waits):
    with transaction.atomic(using=HERE):
        _read()
    with connections[HERE].cursor() as cursor:
        cursor.execute("WITH one AS (SELECT 1 AS a) SELECT a FROM one")
    assert waits == []
    with connections[HERE].cursor() as cursor:
        cursor.execute("WITH one AS (SELECT 'x' AS a) INSERT INTO act (word) SELECT a FROM one")
    assert waits == [1]


@pytest.mark.parametrize(("synchronous", "of_sqlite", "waited"), [("FULL", 1, [1]), ("NORMAL", 1, [])])
def test_the_disk_is_waited_for_as_the_setting_says(opened, waits, synchronous, of_sqlite, waited):
    opened(synchronous)
    with connections[HERE].cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (of_sqlite,)  # its own waiting, within the turn, is not needed
    _write("a")
    assert waits == waited


def test_without_a_log_of_its_own_sqlite_waits_itself(opened, waits):
    connections[HERE].close()
    with sqlite3.connect(connections[HERE].settings_dict["NAME"]) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    other.close()
    connections[HERE].settings_dict["OPTIONS"]["init_command"] = "PRAGMA synchronous=FULL"
    with connections[HERE].cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
    _write("a")
    assert waits == []


def test_many_threads_write_each_in_its_turn_without_one_error(opened):
    failed = []

    def writer(number: int) -> None:
        opened(timeout=30)
        try:
            for time_ in range(25):
                with transaction.atomic(using=HERE):
                    seen = _read()
                    time.sleep(0.0005)
                    _write(f"{number}-{time_}")
                    assert _read() == seen + 1
        except Exception as error:
            failed.append(error)
        finally:
            connections[HERE].close()

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert _read() == 150


def test_a_write_that_tells_rows_is_over_before_the_disk_is_waited_for(opened, waits):
    opened()
    for number, word in ((1, "one"), (2, "two")):
        with connections[HERE].cursor() as cursor:
            cursor.execute("INSERT INTO act (word) VALUES (%s) RETURNING id, word", [word])
            assert cursor.fetchone() == (number, word)
            assert cursor.fetchone() is None
    assert waits == [1, 2]
    with connections[HERE].cursor() as cursor:
        cursor.execute("UPDATE act SET word = word || '!' RETURNING id")
        assert cursor.fetchmany(1) == [(1,)]
        assert list(cursor) == [(2,)]
        cursor.execute("UPDATE act SET word = word || '?' RETURNING id")
        assert cursor.fetchall() == [(1,), (2,)]
        cursor.execute("SELECT word FROM act ORDER BY id")
        assert cursor.fetchall() == [("one!?",), ("two!?",)]
