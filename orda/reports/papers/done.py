"""Of the annual report: what was done of the plan's lines, and the introduction that sums it up."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from orda.diary.measures import Text as Word
from orda.network.models import Unit
from orda.planning.document import queries as document
from orda.planning.document.queries import LineStatus, said
from orda.planning.indicators.declared import COUNTED
from orda.planning.models import Line, Plan
from orda.planning.models import Table as PlanTable
from orda.planning.queries import plan_year
from orda.reports.papers.grid_sums import sums_of_lines
from orda.reports.papers.names import indicator_names
from orda.reports.papers.paper import Block, Bullets, Head, Heading, Row, Table, Text, number

MAIN = ("readers", "loans", "visits", "events_offline", "events_online")
# The states of lines in the words of a report; what only stands (a stock, a number of devices) is in no state.
_STATES: dict[str, Word] = {
    "done": gettext_lazy("fulfilled"),
    "under_way": gettext_lazy("being fulfilled"),
    "not_due": gettext_lazy("term not reached"),
    "overdue": gettext_lazy("not fulfilled"),
    "standing": "",
    "no_count": gettext_lazy("no data"),
}
_IN_PART = gettext_lazy("fulfilled in part")


def as_of_day(day: datetime.date) -> str:
    """Said below the title of a paper whose time is not over."""
    return _("As of %(day)s") % {"day": f"{day:%d.%m.%Y}"}


def state_of(one: LineStatus, *, over: bool) -> str:
    """A line's state in a report; `over`: the year has ended, so nothing is being fulfilled any more."""
    state = "overdue" if over and one.state == "under_way" else one.state
    word = _IN_PART if state == "overdue" and one.actual else _STATES[state]
    if state == "overdue" and one.actual is None and one.target is not None:
        word = _STATES["no_count"]
    return "; ".join(str(part) for part in (word, *one.lacks) if part)


def done_table(table: PlanTable, lines: Sequence[LineStatus], *, over: bool) -> Table:
    """Content, plan, actual, %, state; of events their form and readers. A share is worked out only where there is a
    plan to share in and the whole of it is known."""
    events = any(one.line.form_kk for one in lines)
    about = (Head(_("Form")), Head(_("Group of readers"))) if events else ()
    heads = (
        Head(_("Name of the event") if events else _("Content")),
        *about,
        *(Head(one) for one in (_("Plan"), _("Actual"), "%", _("State"))),
    )
    rows = tuple(
        Row(
            (
                _content(one.line),
                *((said(one.line, "form"), said(one.line, "audience")) if events else ()),
                one.target if one.target is not None else document.target_words(one.line) or None,
                one.actual,
                one.percent.quantize(Decimal("0.1")) if one.percent is not None else None,
                state_of(one, over=over),
            ),
            inside=bool(one.line.of_which_of),
        )
        for one in lines
    )
    place = 1 + len(about)
    sums = sums_of_lines(lines, place + 1)
    widths = (9, 6, 4, 2, 2, 2, 5) if events else (12, 3, 3, 2, 4)
    shares = ((place + 2, place + 1, place),)
    return Table(said(table, "title"), (heads,), rows, widths, shares=shares, sums=sums)


def _content(line: Line) -> str:
    """What the line asks for, and of which libraries, once."""
    content, cohort = said(line, "content"), line.cohort and str(line.get_cohort_display())
    return f"{content} ({cohort})" if cohort and cohort.lower() not in content.lower() else content


def introduction(plan: Plan, lines: Sequence[LineStatus], day: datetime.date) -> Iterator[Block]:
    """What the report is of, how many lines are fulfilled, and the main indicators of the whole network."""
    year = plan_year(plan.year, day)
    told = {"first": f"01.01.{plan.year}", "last": f"{day:%d.%m.%Y}", "year": plan.year}
    yield Heading(1, _("Introduction"))
    yield Text(
        _("The report shows how the plan of work of %(year)s was fulfilled from %(first)s to %(last)s.")
        % told
    )
    libraries = [len(year.in_cohort(one)) for one in (Unit.Cohort.CHILDREN, Unit.Cohort.PUBLIC)]
    if sum(libraries):
        told_of = {"all": sum(libraries), "children": libraries[0], "public": libraries[1]}
        yield Text(
            ngettext(
                "It covers %(all)s library: children's libraries – %(children)s, public libraries serving children – "
                "%(public)s.",
                "It covers %(all)s libraries: children's libraries – %(children)s, public libraries serving children "
                "– %(public)s.",
                told_of["all"],
            )
            % told_of
        )
    planned = [one for one in lines if one.state != "standing"]
    done = sum(one.state == "done" for one in planned)
    unknown = sum(one.actual is None for one in planned)
    yield Text(
        _("Of %(all)s lines of the plan %(done)s are fulfilled; of %(unknown)s there are no data.")
        % {"all": len(planned), "done": done, "unknown": unknown}
    )
    rows = {row.key: row for row in year.status().indicators}
    names = indicator_names(plan.year)
    main = [
        _main(names[key], rows[key].plan, rows[key].actual or 0)
        for key in MAIN
        if key in rows and key in COUNTED and rows[key].plan
    ]
    if main:
        yield Text(_("Main indicators of the network:"))
        yield Bullets(tuple(main))


def _main(name: str, plan: Decimal | int | None, actual: Decimal | int) -> str:
    language = (get_language() or "kk")[:2]
    share = Decimal(actual) * 100 / Decimal(plan or 1)
    return _("%(name)s: plan – %(plan)s, actual – %(actual)s (%(share)s %%)") % {
        "name": name,
        "plan": number(plan or 0, language),
        "actual": number(actual, language),
        "share": number(share, language, 1),
    }
