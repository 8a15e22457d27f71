"""What a branch did in a quarter, as a paper: text, indicators beside its part of the plan, reasons, events.

The plan sets no target for one library: what stands as its plan is its part of its cohort's, as on the board.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from orda.events.models import HeldEvent
from orda.network import clock
from orda.network.models import Unit
from orda.planning.board.cards import Card, cards
from orda.planning.queries import plan_year, with_the_year_before
from orda.reports.papers.paper import Block, Head, Paper, Row, Table, Text
from orda.reports.papers.report_papers import ROMAN
from orda.reports.periods import Period

WELL = ("reached", "on_course")
ILL = ("behind", "little_behind", "not_reached")
SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Line:
    """An indicator in the quarter and since the year's start; `plan`: the branch's part of the quarter's, None where
    nothing tells it. Of a rate, which doesn't add up over time, only what stands at the quarter's end."""

    card: Card
    plan: int | None
    quarter: int | None

    @property
    def key(self) -> str:
        return self.card.row.key


@dataclass(frozen=True)
class BranchQuarter:
    """A branch's quarter up to its end, or to today while it runs."""

    period: Period
    library: Unit
    as_of: datetime.date
    lines: tuple[Line, ...]
    events: tuple[HeldEvent, ...]

    @property
    def title(self) -> str:
        told = {"number": ROMAN[self.period.number], "year": self.period.year}
        return _("Report of the branch: quarter %(number)s of %(year)s") % told


def branch_quarter(period: Period, library: Unit) -> BranchQuarter:
    """Worked out anew each time, as the board is."""
    as_of = min(period.last, clock.today())
    years = with_the_year_before(plan_year(period.year, as_of, library))
    shown = [part for card in cards(years, "", library) for part in (card, *card.parts)]
    events = HeldEvent.objects.filter(
        library__path__startswith=library.path, day__range=(period.first, as_of), cancelled=False
    )
    return BranchQuarter(
        period,
        library,
        as_of,
        tuple(_line(card, period) for card in shown),
        tuple(events.select_related("form", "direction").order_by("day", "pk")),
    )


def _line(card: Card, period: Period) -> Line:
    row, first, last = card.row, period.first.month, period.last.month
    if not row.months:
        return Line(card, None, None)
    due = [int(value) for value in row.plan_line]
    plan = due[last - 1] - (due[first - 2] if first > 1 else 0) if due else None
    return Line(card, plan, sum(row.months[first - 1 : last]))


def branch_paper(found: BranchQuarter, language: str) -> Paper:
    """The report in a language, on pages of its own organisation: the branch."""
    with translation.override(language):
        blocks: list[Block] = [*_words(found), _numbers(found), _why(found)]
        if found.events:
            blocks.append(_events(found.events))
        blocks.append(Text(_("Head of the branch ____________________")))
        return Paper(
            title=found.title,
            organisation=found.library.name,
            language=language,
            blocks=tuple(blocks),
            contents_title=_("Contents"),
            place_and_year=_("As of %(day)s") % {"day": f"{found.as_of:%d.%m.%Y}"},
            cover=False,
        )


def _words(found: BranchQuarter) -> Iterator[Text]:
    """How the branch stands, said before its tables."""
    judged = [one for one in found.lines if one.card.row.state in (*WELL, *ILL)]
    well = sum(one.card.row.state in WELL for one in judged)
    if judged:
        yield Text(
            _("Of %(all)s indicators %(well)s are reached or on course.") % {"all": len(judged), "well": well}
        )
    ill = [str(one.card.row.label) for one in judged if one.card.row.state in ILL]
    if ill:
        yield Text(_("Short of the plan: %(names)s.") % {"names": "; ".join(ill)})
    held = len(found.events)
    told = {
        "n": held,
        "people": sum(one.attendance for one in found.events),
        "views": sum(one.views for one in found.events),
    }
    yield Text(
        ngettext(
            "Held in the quarter: %(n)s event; %(people)s people came, %(views)s views.",
            "Held in the quarter: %(n)s events; %(people)s people came, %(views)s views.",
            held,
        )
        % told
    )
    if any(one.card.part for one in found.lines):
        yield Text(
            _(
                "The plan sets no target for one library. What is shown as its plan is its part of its cohort's:"
                " what it did of the cohort's work in the whole of last year."
            )
        )


def _numbers(found: BranchQuarter) -> Table:
    heads = (
        *(_("Indicator"), _("Plan of the quarter"), _("Quarter"), "%"),
        *(_("Plan of the year"), _("Since the start of the year"), "%", _("State")),
    )
    rows = tuple(
        Row(
            (
                str(one.card.row.label),
                one.plan,
                one.quarter,
                _share(one.quarter, one.plan),
                _rounded(one.card.row.plan),
                _rounded(one.card.row.actual),
                None if one.card.row.percent is None else one.card.row.percent.quantize(SHARE),
                str(one.card.row.state_label),
            ),
            inside=bool(one.card.row.of_which_of),
        )
        for one in found.lines
    )
    widths = (9, 3, 3, 2, 3, 3, 2, 4)
    return Table(
        _("Control indicators"),
        (tuple(Head(one) for one in heads),),
        rows,
        widths,
        shares=((3, 2, 1), (6, 5, 4)),
    )


def _why(found: BranchQuarter) -> Table:
    rows = tuple(
        Row(
            (str(one.card.row.label), " ".join(said for said in (one.card.reason, one.card.outlook) if said)),
            inside=bool(one.card.row.of_which_of),
        )
        for one in found.lines
    )
    return Table(_("Fulfilment and reasons"), ((Head(_("Indicator")), Head(_("Why"))),), rows, (6, 18))


def _events(events: Sequence[HeldEvent]) -> Table:
    russian = get_language() == "ru"
    heads = (_("Day"), _("Event"), _("Form"), _("Attendance"), _("Views"))
    rows = tuple(
        Row(
            (
                f"{one.day:%d.%m.%Y}",
                one.title,
                one.form.name_ru if russian else one.form.name_kk,
                one.attendance,
                one.views,
            )
        )
        for one in events
    )
    return Table(_("Events of the quarter"), (tuple(Head(one) for one in heads),), rows, (3, 11, 6, 3, 3))


def _share(actual: int | None, plan: int | None) -> Decimal | None:
    return (Decimal(actual) * 100 / plan).quantize(SHARE) if plan and actual is not None else None


def _rounded(value: Decimal | int | None) -> Decimal | int | None:
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value
