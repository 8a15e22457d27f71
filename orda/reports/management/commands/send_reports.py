"""`orda send_reports`: the kept reports that are due, by e-mail. Run it daily; nothing goes twice."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orda.console import OrdaCommand
from orda.network import clock
from orda.reports.pivots.mailing import Due, Failure, due, send_due


class Command(OrdaCommand):
    help = (
        "Sends the kept reports of the builder that are due by e-mail, each once at a turn of its schedule."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", action="store_true", help="Names what is due and sends nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.today()
        if options["show"]:
            waiting = due(today)
            for one in waiting:
                self.stdout.write(_named(one))
            self.stdout.write(f"{len(waiting)} due")
            return
        sent, failed = 0, 0
        for result in send_due(today):
            if isinstance(result, Failure):
                failed += 1
                self.stderr.write(f"{_named(result.due)}: {' '.join(result.reason.split())}")
            else:
                sent += 1
        self.stdout.write(f"{sent} sent")
        if failed:
            raise CommandError(f"{failed} could not be sent; they stay due")


def _named(one: Due) -> str:
    return f"{one.turn} {one.report.title} → {one.to}"
