"""`orda nightly`: what is done when the libraries are shut. Run it every night, after midnight; again does no harm."""

import datetime
import logging
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command

from orda.circulation.forgetting import detach_history, forget_losses, forget_offline_cards, forget_requests
from orda.circulation.holds.shelf import expire_holds, serve_queues
from orda.circulation.loans.moving import settle_due_days
from orda.circulation.visits.services import forget_who_came
from orda.console import OrdaCommand
from orda.diary.services import close_days_before
from orda.network import clock, house_settings, runs, tries
from orda.network.night import STEPS, Step
from orda.network.once import forget_kept_forms
from orda.network.sign_in import forget_sign_ins
from orda.readers import services as readers

log = logging.getLogger(__name__)


class Command(OrdaCommand):
    help = (
        "End the holds that nobody fetched; close every library's days before today;"
        " forget what is no longer needed of readers; make a backup where ORDA_BACKUP_FOLDER says where to."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step by itself: one that fails is told in the log and keeps nobody else from theirs."""
        self._failed: list[str] = []
        today = clock.today()
        with runs.noted(runs.NIGHTLY) as told:
            for step in (*self._steps(today), *STEPS):  # the last of them, of the highest room, is the backup
                self._do(step)
            told.well = not self._failed
            told.said = f"went wrong: {', '.join(self._failed)}" if self._failed else "done"
        if self._failed:
            self.stderr.write(f"orda nightly: {told.said}")
            sys.exit(1)

    def _do(self, step: Step) -> None:
        try:
            for line in step.run():
                self.stdout.write(line)
        except Exception:
            log.exception("nightly: %s", step.name)
            self._failed.append(step.name)

    def _steps(self, today: datetime.date) -> list[Step]:
        kept_from = today - datetime.timedelta(days=house_settings.number("KEEP_LOAN_HISTORY_DAYS"))
        settled_from = today - datetime.timedelta(days=house_settings.number("KEEP_LOSSES_DAYS"))
        return [
            Step("due days", lambda: _due_days(today)),
            Step("holds", _holds),
            Step("days", lambda: [f"{close_days_before(today):,} library days before {today} closed"]),
            Step("loan history", lambda: _loan_history(kept_from)),
            Step(
                "losses",
                lambda: [f"{forget_losses(settled_from):,} losses settled before {settled_from} forgotten"],
            ),
            Step("outbox", lambda: call_command("remind", queue=True, stdout=self.stdout) or ()),
            Step("readers", _readers),
            Step("visits", lambda: [f"{forget_who_came(today):,} visits without their reader"]),
            Step("tries", _tries),
            Step("sessions", lambda: call_command("clearsessions") or ()),
            Step("forms", _forms),
        ]


def _due_days(today: datetime.date) -> Iterator[str]:
    moved = sum(len(one.loans) for one in settle_due_days(None, today))
    yield f"{moved:,} loans that were due on a day on which the doors are shut are due later"


def _forms() -> Iterator[str]:
    forget_kept_forms()
    return iter(())


def _holds() -> Iterator[str]:
    yield f"{expire_holds():,} holds ended: not fetched in time, or no longer needed"
    yield f"{serve_queues():,} copies asked for, for readers who wait"


def _loan_history(kept_from: datetime.date) -> Iterator[str]:
    yield f"{detach_history(kept_from):,} loans returned before {kept_from} without a reader now"
    yield f"{forget_requests(kept_from):,} holds ended before {kept_from} forgotten"
    forget_offline_cards(kept_from)


def _tries() -> Iterator[str]:
    yield f"{tries.forget():,} tries at PINs, codes and passwords forgotten"
    forget_sign_ins()


def _readers() -> Iterator[str]:
    raised = readers.raise_grades()
    if raised is not None:
        yield f"{raised.raised:,} readers a grade up, {raised.started:,} started and {raised.left:,} left school"
    yield f"{readers.lift_ended_blocks():,} blocks of readers ended"
    yield f"{readers.erase_the_inactive():,} readers erased who had long been inactive"
    readers.end_of_grown()
    readers.forget_lists()
    yield f"{readers.forget_looks():,} looks at readers' records forgotten"
