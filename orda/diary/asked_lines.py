"""Which of the diary's lines a page is asked for: a period, measures, dimension values, one act."""

import datetime
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from orda.diary import queries
from orda.diary.measures import ACTS, DIMENSIONS, MEASURES, Measure, Text


@dataclass(frozen=True)
class AskedLines:
    """`refusal` says what was not understood and is left out; `measure` as the address has it: "loan,renewal"."""

    first: datetime.date
    last: datetime.date
    measures: tuple[Measure, ...] = ()
    where: dict[str, list[str]] = field(default_factory=dict)
    act: tuple[str, int | None] | None = None
    refusal: str = ""

    @property
    def measure(self) -> str:
        return ",".join(self.keys)

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.measures]

    @property
    def narrowed(self) -> list[tuple[Text, str]]:
        """Each dimension that is asked for, and its values in words."""
        found = []
        for name, values in self.where.items():
            labels = DIMENSIONS[name].values or {}
            words = [str(labels.get(value, value)) if value else _("not stated") for value in values]
            found.append((DIMENSIONS[name].label, _(" or ").join(words)))
        return found

    @property
    def act_in_words(self) -> str:
        if self.act is None:
            return ""
        name, number = self.act
        return str(ACTS[name]) + (f" № {number}" if number is not None else "")


def asked_lines(asked: QueryDict, today: datetime.date) -> AskedLines:
    """Reads the address of the lines page; what can't be read is said, not obeyed."""
    last = day_of(asked.get("to"), today)
    first = day_of(asked.get("from"), last or today)
    wrong = ""
    if first is None or last is None or first > last:
        first = last = today
        wrong = _("This period can't be read. Showing today.")
    names = [one for one in asked.get("measure", "").split(",") if one]
    if any(one not in MEASURES for one in names):
        names, wrong = [], _("The diary does not know this measure. Showing all.")
    return AskedLines(
        first=first,
        last=last,
        measures=tuple(MEASURES[one] for one in names),
        where={name: asked.getlist(name) for name in DIMENSIONS if name in asked},
        act=_act(asked),
        refusal=wrong,
    )


def _act(asked: QueryDict) -> tuple[str, int | None] | None:
    name, number = asked.get("act", ""), asked.get("act_id", "")
    if name not in ACTS:
        return None
    return name, int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def day_of(text: str | None, otherwise: datetime.date) -> datetime.date | None:
    """The day that was written, `otherwise` where none was, None where it is no day of the diary."""
    if not text:
        return otherwise
    try:
        written = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return written if queries.BEGINNING < written < queries.END else None
