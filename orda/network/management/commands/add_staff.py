"""`orda add_staff NAME --role librarian --unit CODE`: a login for a member of staff; again sets a new password."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network.deeds.services import note
from orda.network.models import Role
from orda.network.queries import unit_by_code
from orda.network.services import add_staff

LONGEST_NAME = 150


class Command(OrdaCommand):
    help = "Make a login for a member of staff. The password is asked for, or read from a pipe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--unit", required=True, metavar="CODE", help="The library, or a unit above some."
        )
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        if not username.strip() or len(username) > LONGEST_NAME or not username.isprintable():
            raise BadInput(f"a login has 1 to {LONGEST_NAME} letters and no control characters")
        unit = unit_by_code(options["unit"])
        password = _ask_password()
        try:
            validate_password(password)
        except ValidationError as error:
            raise BadInput("; ".join(error.messages)) from None
        staff = add_staff(
            username=username,
            password=password,
            first_name=options["first_name"],
            last_name=options["last_name"],
            unit=unit,
            role=options["role"],
        )
        told = [("role", None, options["role"]), ("library", None, unit)]
        note("appointed", by=None, staff=staff, unit=unit, changes=told)
        self.stdout.write(f"{username}: {options['role']} at {unit.code}")


def _ask_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
