"""The board as a letter: what the lights say and why, and what the last day or week added."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.board.cards import Card, cards, states_of
from orda.planning.year.drill import amounts_between
from orda.planning.year.status import PlanYear, plan_year
from orda.planning.year.years import with_the_year_before

SIGNS = {"reached": "✓", "on_course": "↗", "little_behind": "→", "behind": "↘", "not_reached": "✗"}
# What needs a person's eye comes first; within a state the plan's order.
URGENCY = ("not_reached", "behind", "little_behind", "on_course", "reached", "early", "no_figure", "no_plan")
A_WEEK = 7


@dataclass(frozen=True)
class Line:
    """One indicator of the letter; `added`: what the letter's days counted, None for rates."""

    card: Card
    sign: str
    added: int | None
    url: str


@dataclass(frozen=True)
class Digest:
    """How the plan stands at the end of `last`, and what the days from `first` on added."""

    library: Unit
    first: datetime.date
    last: datetime.date
    days_left: int
    states: Sequence[tuple[str, Text, int]]
    lines: Sequence[Line]
    url: str

    @property
    def subject(self) -> str:
        told = {"year": self.last.year, "day": date_format(self.last, "d.m.Y")}
        lights = ", ".join(
            f"{SIGNS.get(state, '–')} {number} {label}" for state, label, number in self.states
        )
        return f"{_('Plan of %(year)s on %(day)s') % told}: {lights}"


def digest(library: Unit | None, today: datetime.date, *, weekly: bool, address: str) -> Digest:
    """The letter of a morning: up to the last open day before it, or up to the day before it for a week.

    `address`: where the house is reached, such as https://board.example.kz; links begin with it.
    """
    yesterday = today - datetime.timedelta(days=1)
    year = plan_year(yesterday.year, yesterday, library)
    last = yesterday if weekly else _last_open(year, yesterday)
    if last != yesterday:
        year = plan_year(last.year, last, library)
    first = max(last - datetime.timedelta(days=A_WEEK - 1), year.calendar.first) if weekly else last
    whose = library or year.owner
    if whose is None:
        raise Unit.DoesNotExist("there is no library yet")
    ids = [one.pk for one in year.counted("", whose)]
    added = amounts_between(year.rows, first, last, ids)
    shown = cards(with_the_year_before(year), "", whose)
    asked = urlencode({"year": year.calendar.year, "library": whose.code})

    def line(card: Card) -> Line:
        key = card.row.key
        url = f"{address}{reverse('board_indicator', kwargs={'key': key})}?{asked}"
        return Line(
            card, SIGNS.get(card.row.state, "–"), added.get(key, 0) if key in year.rows.counted else None, url
        )

    return Digest(
        whose,
        first,
        last,
        year.calendar.left_after(last),
        states_of(shown),
        sorted((line(card) for card in shown), key=lambda one: URGENCY.index(one.card.row.state)),
        f"{address}{reverse('board')}?{asked}",
    )


def letters(found: Digest, to: Sequence[str]) -> Iterator[EmailMultiAlternatives]:
    """A letter to each address alone, as text and as HTML, in the language that is active."""
    context = {"digest": found}
    text = render_to_string("board/digest.txt", context)
    html = render_to_string("board/digest.html", context)
    for one in to:
        letter = EmailMultiAlternatives(found.subject, text, to=[one])
        letter.attach_alternative(html, "text/html")
        yield letter


def _last_open(year: PlanYear, day: datetime.date) -> datetime.date:
    """The last open day of the year up to `day`; the day itself while none was open."""
    return max((one for one in year.calendar.open_days if one <= day), default=day)
