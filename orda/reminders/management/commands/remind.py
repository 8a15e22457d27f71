"""`orda remind`: puts today's reminders into the outbox and sends them. Run it every hour; again does no harm."""

import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network import clock, house_settings
from orda.network.runs import REMIND, noted
from orda.reminders import services
from orda.reminders.gateways import gateways
from orda.reminders.services import close_over


class Command(OrdaCommand):
    help = (
        "Reminds families before, on and after the due day, tells them of holds that wait and invites them to"
        " campaigns: one message for a family, by e-mail or SMS, in the hours of ORDA_REMIND_HOURS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", action="store_true", help="Only fills the outbox and sends nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["queue"]:  # a part of the nightly run, or a try
            self._run(queue=True)
            return
        with noted(REMIND):
            self._run(queue=False)

    def _run(self, *, queue: bool) -> None:
        try:
            ways = gateways()
            services.may_be_sent_at(clock.now())
        except ValueError as error:
            raise BadInput(error) from None
        close_over(clock.today())
        queued = services.queue_due(set(ways))
        self.stdout.write(
            f"queued: {queued.loans:,} about loans, {queued.holds:,} about holds, {queued.campaigns:,} of campaigns,"
            f" {queued.closings:,} about closings"
        )
        kept_from = clock.today() - datetime.timedelta(days=house_settings.number("KEEP_MESSAGE_DAYS"))
        self.stdout.write(f"{services.forget_texts(kept_from):,} messages forgotten")
        if queue:
            return
        done = services.send_due(ways)
        self.stdout.write(
            f"{done.sent:,} sent, {done.later:,} to be tried again, {done.failed:,} not sent,"
            f" {done.cancelled:,} not needed any more"
        )
        if done.unreachable:
            raise CommandError("; ".join(f"{medium}: {said}" for medium, said in done.unreachable.items()))
