"""`orda reset_second_factor NAME`: for the last administrator, whom nobody else can help in the browser."""

from typing import Any

from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network.entry.second_factor import reset
from orda.network.models import Staff


class Command(OrdaCommand):
    help = "Take away the second factor of who lost it; the password alone opens then. It is written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise BadInput(f"nobody has the user name '{options['username'][:150]}'")
        reset(staff, by=None)
        self.stdout.write(f"{staff.username}: no second factor now, signed out everywhere")
