"""A connection that has ended is noticed at the next request, without asking the server each time."""

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.postgresql import base as django_base

from orda.postgresql import base

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
HERE = "another"


@pytest.fixture
def another(django_db_blocker, django_db_setup):
    """A connection of its own with Django's checks on, as a served house has it."""
    connections.settings[HERE] = {}
    with django_db_blocker.unblock():
        standing = {**connection.settings_dict, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 600}
        connections[HERE] = base.DatabaseWrapper(standing, HERE)
        yield connections[HERE]
        connections[HERE].close()
    del connections[HERE], connections.settings[HERE]


@pytest.fixture
def checks(monkeypatch):
    """Django's questions to the server whether it is there."""
    asked = []
    real = django_base.DatabaseWrapper.is_usable
    monkeypatch.setattr(
        django_base.DatabaseWrapper, "is_usable", lambda self: asked.append(self) or real(self)
    )
    return asked


def _request(another) -> int:
    """What a request does to its connection; the server's process that answered."""
    another.close_if_unusable_or_obsolete()
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process: int = cursor.fetchone()[0]
    another.close_if_unusable_or_obsolete()
    return process


def test_the_server_is_not_asked_at_each_request(another, checks):
    assert len({_request(another) for _time in range(5)}) == 1
    assert checks == []


def test_it_is_asked_when_nothing_was_heard_for_long(another, checks):
    _request(another)
    another._believed_until = 0
    _request(another)
    _request(another)
    assert len(checks) == 1


def test_a_connection_that_the_server_ended_is_made_anew(another):
    first = _request(another)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert _request(another) != first


def test_after_an_error_the_server_is_asked(another, checks):
    _request(another)
    another.errors_occurred = True
    _request(another)
    assert len(checks) == 1
