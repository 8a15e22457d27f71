"""Why a loan is due on its day: the row of the rules that gave it, and the shut days that moved it."""

import datetime
from dataclasses import dataclass

from orda.circulation.rules.models import LoanRule
from orda.circulation.rules.rule import Rule, due_day, rule_for
from orda.network.calendar.words import why_shut
from orda.network.models import Unit
from orda.network.queries import calendar_of


@dataclass(frozen=True)
class Shut:
    """A day on which the library is shut; `name` of the holiday or of why else, empty for a weekday that is shut."""

    day: datetime.date
    name: str


@dataclass(frozen=True)
class Why:
    """A due day in its parts: `start` + `days` = `counted`; the shut days that follow move it to `due_on`.

    `row`: the row that decided, None for the defaults. `kept`: a renewal left the day as it was, for it was later.
    `changed`: the row or the calendar was changed since; as they stand they would give `now_due`. `rule`: today's.
    """

    start: datetime.date
    days: int
    counted: datetime.date
    shut: tuple[Shut, ...]
    due_on: datetime.date
    now_due: datetime.date
    rule: Rule
    row: LoanRule | None
    title: str = ""
    renewed: bool = False
    in_room: bool = False
    kept: bool = False
    channel: str = ""  # where it was renewed, in words

    @property
    def changed(self) -> bool:
        return self.now_due != self.due_on and not self.kept


def would_be(library: Unit, category: str, document_kind: str, day: datetime.date) -> Why:
    """What the rules would say of a loan on a day."""
    rule = rule_for(library, category, document_kind)
    return reasons(library, day, rule=rule, row_id=rule.row)


def reasons(
    library: Unit,
    start: datetime.date,
    *,
    rule: Rule,
    row_id: int | None,
    due_on: datetime.date | None = None,
    title: str = "",
    renewed: bool = False,
    in_room: bool = False,
    kept: bool = False,
    channel: str = "",
) -> Why:
    row = LoanRule.objects.select_related("unit").filter(pk=row_id or 0).first()
    days = 0 if in_room else row.days if row else LoanRule.DAYS
    now_due = due_day(library, Rule(days=days), start)
    counted = start + datetime.timedelta(days=days)
    return Why(
        start=start,
        days=days,
        counted=counted,
        shut=_shut_between(library, counted, now_due),
        due_on=due_on or now_due,
        now_due=now_due,
        rule=rule,
        row=row,
        title=title,
        renewed=renewed,
        in_room=in_room,
        kept=kept,
        channel=channel,
    )


def _shut_between(library: Unit, first: datetime.date, open_day: datetime.date) -> tuple[Shut, ...]:
    """The days from the first up to the open one: each is shut, else it would be the open one."""
    calendar = calendar_of(library)
    days = (first + datetime.timedelta(days=n) for n in range((open_day - first).days))
    return tuple(Shut(day, why_shut(calendar.shut(day))) for day in days)
