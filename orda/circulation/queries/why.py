"""Why a loan is due on its day: the row of the rules that gave it, and the shut days that moved it."""

import datetime
from dataclasses import dataclass

from orda.circulation.models import Loan, LoanRule, Place, Renewal
from orda.circulation.services.rules import Rule, due_day, rule_for
from orda.network.holidays import in_language
from orda.network.models import Holiday, Unit
from orda.network.queries import units_above
from orda.readers.models import Reader


@dataclass(frozen=True)
class Shut:
    """A day on which the library is shut; `name` of the holiday, empty for a Sunday."""

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


def explain(loan_id: int) -> Why | None:
    """Why a loan is due on its day; None where there is no such loan."""
    loan = Loan.objects.select_related("library", "copy__record", "reader").filter(pk=loan_id).first()
    if loan is None:
        return None
    renewal = (
        Renewal.objects.select_related("library").filter(loan=loan, voided=False).order_by("-pk").first()
    )
    act: Loan | Renewal = renewal or loan
    category = loan.reader.category if loan.reader else Reader.Category.CHILD
    return _why(
        act.library,
        act.day,
        due_on=loan.due_on,
        rule=rule_for(act.library, category, loan.copy.document_kind),
        row_id=loan.rule_id,
        title=loan.copy.record.title,
        renewed=renewal is not None,
        in_room=loan.place == Place.READING_ROOM,
        kept=renewal is not None and renewal.due_before == loan.due_on,
        channel=renewal.get_channel_display() if renewal else "",
    )


def would_be(library: Unit, category: str, document_kind: str, day: datetime.date) -> Why:
    """What the rules would say of a loan on a day."""
    rule = rule_for(library, category, document_kind)
    return _why(library, day, rule=rule, row_id=rule.row)


def _why(
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
    """The days from the first up to the open one: each is a holiday or a Sunday, else it would be the open one."""
    holidays = Holiday.objects.filter(unit__in=units_above(library.path), day__range=(first, open_day))
    names = dict(holidays.values_list("day", "name"))
    days = (first + datetime.timedelta(days=n) for n in range((open_day - first).days))
    return tuple(Shut(day, in_language(names.get(day, ""))) for day in days)
