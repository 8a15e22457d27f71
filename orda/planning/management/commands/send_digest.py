"""`orda send_digest`: the plan board by e-mail, to those who asked for it."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.management.base import CommandError, CommandParser
from django.core.validators import URLValidator, validate_email
from django.utils import translation

from orda.console import BadInput, OrdaCommand
from orda.network import clock, house_settings
from orda.network.models import Unit
from orda.network.queries import unit_by_code
from orda.planning.board.digest import digest, letters


class Command(OrdaCommand):
    help = (
        "Sends the plan board by e-mail: the lights, why they shine so, and what the last day or week added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", nargs="+", metavar="ADDRESS", help="Else those of ORDA_DIGEST_TO.")
        parser.add_argument("--period", choices=["daily", "weekly"], default="daily")
        parser.add_argument("--library", default="", metavar="CODE", help="A library, or a unit above some.")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--show", action="store_true", help="Prints the letter and sends nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        to = options["to"] or house_settings.words("DIGEST_TO")
        if not to and not options["show"]:
            raise BadInput("to whom? name addresses by --to or in ORDA_DIGEST_TO")
        for one in to:
            _check(validate_email, one, f"'{one}' is not an e-mail address")
        address = settings.ADDRESS
        _check(
            URLValidator(["http", "https"]), address, f"ORDA_ADDRESS '{address}' is not an address of a site"
        )
        with translation.override(options["language"]):
            try:
                library = unit_by_code(options["library"]) if options["library"] else None
                weekly = options["period"] == "weekly"
                found = digest(library, clock.today(), weekly=weekly, address=address)
            except Unit.DoesNotExist as error:
                raise BadInput(error) from None
            if options["show"]:
                [letter] = letters(found, [""])
                self.stdout.write(f"{letter.subject}\n\n{letter.body}")
                return
            self._send(list(letters(found, to)))

    def _send(self, all_letters: list[Any]) -> None:
        try:
            sent = get_connection().send_messages(all_letters)
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"the mail could not be sent: {error}") from None
        self.stdout.write(f"{sent} sent")


def _check(validate: Any, text: str, message: str) -> None:
    try:
        validate(text)
    except ValidationError:
        raise BadInput(message) from None
