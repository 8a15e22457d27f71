"""Who is signed in: a request's session, its person and the state of what is known come with one statement.

Django's own asks for the session, then for the person. Whose session it is stands inside it, sealed; so a process
remembers whose each session was, and asks for both at once. A wrong memory costs a second statement, nothing else:
what is believed is what the session itself says.
"""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as StoredSession
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from orda.network import known
from orda.network.models import Staff

# The moments of a person's entry and last sign-in are read by who asks for them.
_OF_PERSON = [
    field.attname for field in Staff._meta.concrete_fields if field.name not in {"last_login", "date_joined"}
]
_SESSION = f"""
SELECT s.session_data, (SELECT number FROM network_knownstate), {", ".join(f"p.{name}" for name in _OF_PERSON)}
FROM django_session s LEFT JOIN network_staff p ON p.id = %s
WHERE s.session_key = %s AND s.expire_date > %s"""
_KEEP = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
_MOST_REMEMBERED = 10_000
_whose: dict[str, int] = {}  # session -> person


class SessionStore(StoredSession):
    """Django's session in the database; `person` is whom it was read with, None when nobody or not yet."""

    person: Staff | None = None

    def load(self) -> dict[str, Any]:
        key = self.session_key
        row = None
        if key and key.isalnum():  # as Django makes them
            now = connection.ops.adapt_datetimefield_value(timezone.now())
            with connection.cursor() as cursor:
                cursor.execute(_SESSION, (_whose.get(key), key, now))
                row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, state, *person = row
        known.state_was_read(state)
        if person[0] is not None:
            self.person = Staff.from_db("default", _OF_PERSON, person)
        session: dict[str, Any] = self.decode(data)
        _remember(str(key), session.get(auth.SESSION_KEY))
        return session

    def save(self, must_create: bool = False) -> None:
        """As Django's; one that stands is written by one statement. Raises UpdateError where it stands no more."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        ends = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, (self.encode(self._get_session()), ends, self.session_key))  # type: ignore[attr-defined]
            if not cursor.rowcount:
                raise UpdateError


def _remember(session: str, person: str | None) -> None:
    if person is None or _whose.get(session) == int(person):
        return
    if len(_whose) >= _MOST_REMEMBERED:
        _whose.clear()
    _whose[session] = int(person)


class SignedInMiddleware(AuthenticationMiddleware):
    """Sets request.user as Django does, from what came with the session where that is the person of the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> Staff | AnonymousUser:
    session = request.session
    signed_in = session.get(auth.SESSION_KEY)  # reads the session, and the person with it
    person: Staff | None = session.person if isinstance(session, SessionStore) else None
    if person is None or str(person.pk) != signed_in or not _is_believed(session, person):
        return auth.get_user(request)  # the long way: it also ends what is not believed
    return person


def _is_believed(session: Any, person: Staff) -> bool:
    """As `auth.get_user`: a sign-in by a way that still stands, of one who may still work, under this password."""
    by, under = session.get(auth.BACKEND_SESSION_KEY), session.get(auth.HASH_SESSION_KEY, "")
    stands = by in settings.AUTHENTICATION_BACKENDS and person.is_active
    return stands and constant_time_compare(under, person.get_session_auth_hash())
