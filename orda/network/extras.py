"""What serves one button alone is not installed by itself: the administrator adds it where the button is wanted.

Each is an extra of pyproject.toml with a lock of its own (`make setup EXTRAS=…`, docs/commands.md).
"""

from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NotInstalled(Refusal):
    """`extra`: its name in pyproject.toml. `what`: what can't be done without it, as the button calls it."""

    code = "not_installed"
    message = _(
        "%(what)s: a part of the program that this needs is not installed. The administrator adds it with the"
        " command “make setup EXTRAS=%(extra)s”."
    )


def is_installed(package: str) -> bool:
    """Whether it could be imported; it is not imported by this."""
    return find_spec(package) is not None
