"""Refusals: what a service says when an act can't be done. Shown to people as it stands."""

from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """An act that may not be done. `code` is for programs, `message` (translated when shown) for people.

    Nothing has been changed when a service raises it. Each room subclasses it with its own code and message;
    the message may hold %(name)s fields, filled from the keyword arguments.
    """

    code = "refused"
    message: str | Promise = "refused"

    def __init__(self, **params: Any) -> None:
        super().__init__()
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)


def printable(scanned: str) -> str:
    """What was scanned, made safe and short for a message."""
    return "".join(sign if sign.isprintable() else "·" for sign in scanned[:40])
