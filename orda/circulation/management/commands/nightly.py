"""`orda nightly`: what is done when the libraries are shut. Run it every night, after midnight; again does no harm."""

import datetime
from typing import Any

from django.core.management import call_command

from orda.circulation.forgetting import detach_history, forget_losses, forget_offline_cards, forget_requests
from orda.circulation.holds.shelf import expire_holds, serve_queues
from orda.circulation.loans.moving import settle_due_days
from orda.circulation.visits.services import forget_who_came
from orda.console import OrdaCommand
from orda.diary.services import close_days_before
from orda.network import clock, house_settings, tries
from orda.network.once import forget_kept_forms
from orda.network.runs import running
from orda.network.sign_in import forget_sign_ins
from orda.readers import services as readers


class Command(OrdaCommand):
    help = (
        "End the holds that nobody fetched; close every library's days before today;"
        " forget what is no longer needed of readers."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with running("nightly"):
            self._run()

    def _run(self) -> None:
        today = clock.today()
        moved = sum(len(one.loans) for one in settle_due_days(None, today))
        self.stdout.write(f"{moved:,} loans that were due on a day on which the doors are shut are due later")
        self.stdout.write(f"{expire_holds():,} holds ended: not fetched in time, or no longer needed")
        self.stdout.write(f"{serve_queues():,} copies asked for, for readers who wait")
        closed = close_days_before(today)
        self.stdout.write(f"{closed:,} library days before {today} closed")
        kept_from = today - datetime.timedelta(days=house_settings.number("KEEP_LOAN_HISTORY_DAYS"))
        self.stdout.write(
            f"{detach_history(kept_from):,} loans returned before {kept_from} without a reader now"
        )
        self.stdout.write(f"{forget_requests(kept_from):,} holds ended before {kept_from} forgotten")
        forget_offline_cards(kept_from)
        forget_who_came(today)
        settled_from = today - datetime.timedelta(days=house_settings.number("KEEP_LOSSES_DAYS"))
        self.stdout.write(f"{forget_losses(settled_from):,} losses settled before {settled_from} forgotten")
        call_command("remind", queue=True, stdout=self.stdout)
        self._readers()
        tries.forget()
        forget_sign_ins()
        call_command("clearsessions")
        forget_kept_forms()

    def _readers(self) -> None:
        raised = readers.raise_grades()
        if raised is not None:
            self.stdout.write(
                f"{raised.raised:,} readers a grade up, {raised.started:,} started and {raised.left:,} left school"
            )
        self.stdout.write(f"{readers.lift_ended_blocks():,} blocks of readers ended")
        self.stdout.write(f"{readers.erase_the_inactive():,} readers erased who had long been inactive")
        readers.end_of_grown()
        readers.forget_lists()
        self.stdout.write(f"{readers.forget_looks():,} looks at readers' records forgotten")
