"""Django's PostgreSQL, which asks at each request whether its connection still stands: here without a round trip.

A server that goes away, or ends a connection, says so on the wire, and that is looked at each time. Only what ends
without a word, a cable or a firewall, is found by asking: twice a minute. (docs/decisions/0030)
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

# Seconds for which a connection that answered is believed to stand, while nothing is heard from the server.
BELIEVED = 30


class DatabaseWrapper(base.DatabaseWrapper):
    _believed_until = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        self._believed_until = time.monotonic() + BELIEVED
        return made

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        now = time.monotonic()
        if not self.errors_occurred and now < self._believed_until and not _was_spoken_to(self.connection):
            return True
        usable: bool = super().is_usable()
        if usable:
            self._believed_until = now + BELIEVED
        return usable


def _was_spoken_to(connection: Any) -> bool:
    """True where the server has said something that nobody asked for: that it goes, as a rule."""
    wire = select.poll()
    wire.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(wire.poll(0))
