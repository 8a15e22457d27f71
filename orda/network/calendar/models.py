"""Hours by the week, holidays that repeat, single days of a year, closings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.network.known import watched


class Asked(models.Model):
    """What somebody wants changed: proposed, then in force or refused; what was in force may be taken back."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        IN_FORCE = "in_force", _("in force")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken_back", _("taken back")

    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.PROPOSED: (State.IN_FORCE, State.REFUSED, State.TAKEN_BACK),
        State.IN_FORCE: (State.TAKEN_BACK,),
    }

    state = models.CharField(max_length=12, choices=State.choices)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)  # the last step: accepted, refused, taken back
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


@watched
class Timetable(Asked):
    """The hours of a week for a unit and everything under it that has none of its own.

    From a day on (`since`) and up to a day (`until`, None: for good); a season's hold each year between two days of
    the year (month * 100 + day; 1101 to 301 goes over New Year) and come before those of the whole year. A weekday
    without hours is shut. The sanitary day is shut each month: `sanitary_week` 1 to 4, or 5 for the last.
    """

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="timetables")
    since = models.DateField()
    until = models.DateField(null=True)
    season_first = models.PositiveSmallIntegerField(null=True)
    season_last = models.PositiveSmallIntegerField(null=True)
    sanitary_week = models.PositiveSmallIntegerField(null=True)
    sanitary_weekday = models.PositiveSmallIntegerField(null=True)  # 1 Monday to 7 Sunday

    LAST = 5  # of `sanitary_week`

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="timetable_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(season_first=None, season_last=None)
                | Q(season_first__range=(101, 1231), season_last__range=(101, 1231)),
                name="season_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(sanitary_week=None, sanitary_weekday=None)
                | Q(sanitary_week__range=(1, 5), sanitary_weekday__range=(1, 7)),
                name="sanitary_day_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since}"


@watched
class OpeningHours(models.Model):
    """A weekday of a timetable on which the doors are open. Without hours: open, and nobody has said from when."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()  # 1 Monday to 7 Sunday
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    break_from = models.TimeField(null=True)
    break_to = models.TimeField(null=True)

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "weekday"], name="one_line_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="a_weekday_of_seven"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__gt=F("opens")),
                name="doors_close_after_they_open",
            ),
            models.CheckConstraint(
                condition=Q(break_from=None, break_to=None)
                | Q(break_from__gt=F("opens"), break_to__gt=F("break_from"), break_to__lt=F("closes")),
                name="break_lies_within_the_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


@watched
class YearlyHoliday(models.Model):
    """A holiday that stands on the same day of every year, from a year on and, once a law ends it, up to a year."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="yearly_holidays")
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    since = models.PositiveSmallIntegerField()
    until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["month", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "day", "since"], name="one_yearly_holiday_a_day"
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)), name="a_day_of_the_year"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="holiday_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:02}.{self.month:02}: {self.name}"


@watched
class Holiday(models.Model):
    """A single day of a year that goes before the week and the repeating holidays, for a unit and all under it.

    Shut: Kurban Ait, a day off that the government moved. Or worked (`works`): the Saturday that is worked for it, a
    day with hours of its own. Of two units' words about a day the nearest unit's holds.
    """

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)
    works = models.BooleanField(default=False, db_default=False)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="one_holiday_a_day"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(works=True, opens__isnull=False, closes__gt=F("opens")),
                name="only_a_day_that_is_worked_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


@watched
class CalendarYear(models.Model):
    """A year whose single days (Kurban Ait, moved days) somebody has looked over: up to its end holidays are known."""

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="a_year_is_looked_over_once")]

    def __str__(self) -> str:
        return f"{self.year}"


@watched
class Closing(Asked):
    """Days on which a unit and everything under it is shut, whatever else the calendar says."""

    class Kind(models.TextChoices):
        REPAIR = "repair", _("repair")
        ACCIDENT = "accident", _("no heat, water or light")
        WEATHER = "weather", _("weather")
        QUARANTINE = "quarantine", _("quarantine")
        STOCKTAKING = "stocktaking", _("stocktaking")
        OTHER = "other", _("shut for another reason")

    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="closings")
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)  # said to everybody, as it was typed

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="closing_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["unit", "last"], name="closings_of_unit")]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"
