"""What serves one button alone is not installed by itself: the administrator adds it where the button is wanted.

Each is an extra of pyproject.toml with a lock of its own (`make setup EXTRAS=…`, docs/commands.md).
"""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NotInstalled(Refusal):
    """`extra`: its name in pyproject.toml. `what`: what can't be made without it, as the button calls it."""

    code = "not_installed"
    message = _(
        "%(what)s: what makes this file is not installed. The administrator adds it with the command"
        " “make setup EXTRAS=%(extra)s”."
    )
