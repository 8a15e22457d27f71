"""The calendar in the words of the page: names of holidays, why a day is shut, whether the doors are open now.

The names of the shipped holidays of Kazakhstan are known in each language; others stand as they were typed.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.calendar.days import CLOSING, HOLIDAY, ONE, SANITARY, WEEKLY, Calendar, Shut, Shutting
from orda.network.calendar.models import Closing
from orda.network.calendar.queries import calendar_of
from orda.network.models import Unit

# As `data/holidays.csv` writes them, in the state language.
_NAMES = {
    "Жаңа жыл": _("New Year"),
    "Рождество": _("Orthodox Christmas"),
    "Халықаралық әйелдер күні": _("International Women's Day"),
    "Наурыз мейрамы": _("Nauryz"),
    "Қазақстан халқының бірлігі күні": _("Day of Unity of the People of Kazakhstan"),
    "Отан қорғаушы күні": _("Defender of the Fatherland Day"),
    "Жеңіс күні": _("Victory Day"),
    "Құрбан айт": _("Kurban Ait"),
    "Астана күні": _("Capital City Day"),
    "Конституция күні": _("Constitution Day"),
    "Республика күні": _("Republic Day"),
    "Тәуелсіздік күні": _("Independence Day"),
}


def in_language(name: str) -> str:
    """A holiday's name as the reader of the page calls it."""
    known = _NAMES.get(name)
    return str(known) if known else name


def why_shut(shut: Shut | None) -> str:
    """Why a day is shut, in a word or two; "" for a weekday that is always shut and for a day that is open."""
    if shut is None or shut.why == WEEKLY:
        return ""
    if shut.why == SANITARY:
        return gettext("sanitary day")
    if shut.why == HOLIDAY:
        return in_language(shut.name)
    assert shut.closing is not None
    return why_closed(shut.closing)


def why_closed(closing: Shutting | Closing) -> str:
    """The kind of a closing and what was typed of it: "repair (new heating)"."""
    kind = str(Closing.Kind(closing.kind).label)
    if closing.kind == Closing.Kind.OTHER:
        return closing.note or kind
    return f"{kind} ({closing.note})" if closing.note else kind


@dataclass(frozen=True)
class Stretch:
    """Days in a row on which the doors are shut. `opens`: the first day on which they are open again."""

    first: datetime.date
    last: datetime.date
    opens: datetime.date
    why: tuple[str, ...]
    closing: bool

    @property
    def days(self) -> str:
        """ "24.03" or "24.03–26.03", the year where it is another one."""
        if self.first == self.last:
            return f"{self.first:%d.%m.%Y}"
        return f"{self.first:%d.%m.%Y} – {self.last:%d.%m.%Y}"


def stretches(calendar: Calendar, first: datetime.date, last: datetime.date) -> list[Stretch]:
    """What lies between two days and is no weekly rest: holidays, sanitary days, closings, with the weekly rest between
    and behind them. One that has begun is told from `first` on."""
    found: list[Stretch] = []
    day = first
    while day <= last:
        if calendar.is_open(day):
            day += ONE
            continue
        opens = calendar.open_from(day)
        if opens <= day:  # shut for years
            opens = last + ONE
        days = [day + n * ONE for n in range((opens - day).days)]
        whys = [shut for shut in map(calendar.shut, days) if shut is not None]
        named = [shut for shut in whys if shut.why != WEEKLY]
        if named:
            told = tuple(dict.fromkeys(why_shut(shut) for shut in named))
            closing = any(shut.why == CLOSING for shut in named)
            found.append(Stretch(day, opens - ONE, opens, told, closing))
        day = opens
    return found


@dataclass(frozen=True)
class Now:
    """Whether the doors are open at a moment, and in which words that is told."""

    open: bool
    text: str


def now(calendar: Calendar, moment: datetime.datetime) -> Now:
    """`moment`: by the library's own clock."""
    day, time = moment.date(), moment.time()
    hours = calendar.hours(day)
    if hours is not None and (hours.opens is None or hours.closes is None):
        return Now(True, gettext("open today"))
    if hours is not None and hours.opens is not None and hours.closes is not None:
        if time < hours.opens:
            return Now(False, gettext("shut now, opens at %(time)s") % {"time": f"{hours.opens:%H:%M}"})
        if hours.break_from and hours.break_to and hours.break_from <= time < hours.break_to:
            return Now(False, gettext("break until %(time)s") % {"time": f"{hours.break_to:%H:%M}"})
        if time < hours.closes:
            return Now(True, gettext("open until %(time)s") % {"time": f"{hours.closes:%H:%M}"})
    opens = calendar.open_from(day + ONE)
    if not calendar.is_open(opens):  # for years
        return Now(False, gettext("shut"))
    text, why = _opens(calendar, day, opens), why_shut(calendar.shut(day))
    return Now(False, f"{text} ({why})" if why else text)


_TOMORROW, _A_WEEK = 1, 7
# Monday first: languages bend the weekday's name.
_ON_WEEKDAY = (
    _("shut now, opens on Monday at %(time)s"),
    _("shut now, opens on Tuesday at %(time)s"),
    _("shut now, opens on Wednesday at %(time)s"),
    _("shut now, opens on Thursday at %(time)s"),
    _("shut now, opens on Friday at %(time)s"),
    _("shut now, opens on Saturday at %(time)s"),
    _("shut now, opens on Sunday at %(time)s"),
)


def _opens(calendar: Calendar, day: datetime.date, opens: datetime.date) -> str:
    """When shut doors open again, on a day after `day`: tomorrow, on a weekday of the next days, on a date."""
    hours, ahead = calendar.hours(opens), (opens - day).days
    told = {"day": f"{opens:%d.%m.%Y}"}
    if hours is None or hours.opens is None:
        return (
            gettext("shut now, opens tomorrow")
            if ahead == _TOMORROW
            else gettext("shut until %(day)s") % told
        )
    told["time"] = f"{hours.opens:%H:%M}"
    if ahead == _TOMORROW:
        return gettext("shut now, opens tomorrow at %(time)s") % told
    if ahead < _A_WEEK:
        return str(_ON_WEEKDAY[opens.weekday()]) % told
    return gettext("shut until %(day)s, %(time)s") % told


def doors(unit: Unit) -> Now:
    """Whether the doors of a unit are open at this moment."""
    return now(calendar_of(unit), timezone.localtime(clock.now()))
