"""The tree of libraries, the people who work in them and the days on which they are shut."""

import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.network.calendar.models import (
    CalendarYear,
    Closing,
    Holiday,
    OpeningHours,
    Timetable,
    YearlyHoliday,
)
from orda.network.known import watched

__all__ = [
    "Appointment",
    "CalendarYear",
    "Closing",
    "Holiday",
    "KnownState",
    "OpeningHours",
    "Role",
    "Staff",
    "Timetable",
    "Unit",
    "YearlyHoliday",
]


@watched
class Unit(models.Model):
    """A node of the tree: republic > region > network > library > department."""

    class Kind(models.TextChoices):
        REPUBLIC = "republic", _("republic")
        REGION = "region", _("region")
        NETWORK = "network", _("network")
        LIBRARY = "library", _("library")
        DEPARTMENT = "department", _("department")

    class LibraryType(models.TextChoices):
        CENTRAL = "central", _("central library")
        CHILDREN = "children", _("children's library")
        PUBLIC = "public", _("public library")
        YOUTH = "youth", _("youth library")

    class Cohort(models.TextChoices):
        """The two columns of the plan's control indicators (domain: reporting cohort)."""

        CHILDREN = "children", _("children's libraries")
        PUBLIC = "public", _("public libraries serving children")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=32, unique=True)
    # As Russian papers write it ("1д" for "1б", "ЦБС" for "ОКЖ"); empty where it is the same.
    code_ru = models.CharField(max_length=32, blank=True)
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # "/1/3/7/": ids from the root down to this unit; a subtree is a prefix. Written by services alone.
    path = models.CharField(max_length=200, unique=True)
    library_type = models.CharField(max_length=12, choices=LibraryType.choices, blank=True)
    cohort = models.CharField(max_length=12, choices=Cohort.choices, blank=True)
    address = models.CharField(max_length=200, blank=True)
    # Where it lies, in degrees (WGS 84): both or neither.
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    # The first day on which it works, and the first on which it does so no more; None: from ever, for ever.
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opened_on=None)
                | models.Q(closed_on=None)
                | models.Q(opened_on__lte=models.F("closed_on")),
                name="closed_after_it_opened",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_place_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["library", "department"]) | models.Q(cohort=""),
                name="only_libraries_have_a_cohort",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(getattr(self, f"name_{(get_language() or 'kk')[:2]}", self.name_kk))


@watched
class UnitPlace(models.Model):
    """Where a unit stood before it was moved: under `path` until the day `until`, which counts no more."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="places")
    path = models.CharField(max_length=200)
    until = models.DateField()

    class Meta:
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="one_place_at_a_time")]

    def __str__(self) -> str:
        return f"{self.path} until {self.until}"


class Role(models.TextChoices):
    DIRECTOR = "director", _("director")
    METHODOLOGIST = "methodologist", _("methodologist")
    LIBRARIAN = "librarian", _("librarian")
    CATALOGUER = "cataloguer", _("cataloguer")
    ACQUISITION = "acquisition", _("acquisition librarian")
    ADMINISTRATOR = "administrator", _("administrator")


class Staff(AbstractUser):
    """A member of staff who signs in. Readers are not users of this table. Who is dismissed is not active."""

    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    # Raised, it ends every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0)
    dismissed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session was opened under: the password, and how often all sessions were ended."""
        sealed: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{sealed}.{self.session_epoch}" if self.session_epoch else sealed


@watched
class Appointment(models.Model):
    """A role that a member of staff holds over a unit and everything under it, from day to day."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)
    # The first day on which it holds, and the first on which it holds no more; None: from ever, for ever.
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "unit", "role"],
                condition=models.Q(until=None),
                name="one_appointment_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(since__lte=models.F("until")),
                name="an_appointment_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_role_display()}, {self.unit}"

    def holds_on(self, day: datetime.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@watched
class Leave(models.Model):
    """Days on which a member of staff is away: their appointments rest. `until`: the first day of work again."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="leaves")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="a_leave_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.since}"


class KnownState(models.Model):
    """One row: the state of all watched tables, a random number that their triggers draw anew (orda.network.known)."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


@watched
class HouseSetting(models.Model):
    """A setting that was set in the browser (orda.network.house_settings)."""

    name = models.CharField(max_length=40, unique=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """Work that the house does by itself (the night's work, a backup) came to its end, well or not."""

    what = models.CharField(max_length=20)
    ended_at = models.DateTimeField()
    seconds = models.FloatField()
    well = models.BooleanField()
    said = models.CharField(max_length=500, blank=True)  # what became of it, for the administrator

    class Meta:
        indexes = [models.Index(fields=["what", "-ended_at"], name="last_run_of_each")]

    def __str__(self) -> str:
        return f"{self.what} {self.ended_at}"


class Try(models.Model):
    """A try at a PIN, a code or a password, kept a quarter of an hour (orda.network.tries)."""

    what = models.CharField(max_length=16)
    whom = models.CharField(max_length=32)  # a keyed hash: numbers that strangers try may be somebody's
    place = models.CharField(max_length=32)  # a keyed hash
    known = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "at"], name="tries_lately")]

    def __str__(self) -> str:
        return f"{self.what}, {self.at}"


class Code(models.Model):
    """A code on a label and the kind of what carries it. Written by triggers alone (orda.network.codes)."""

    code = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=8)

    def __str__(self) -> str:
        return self.code


class KeptForm(models.Model):
    """A form that was sent and kept: `key` is made with the page, `said` is the fingerprint of who sent what whereto,
    `answer` the address to which it led. Holds nothing of what was filled in."""

    key = models.UUIDField()
    said = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "said"], name="a_form_is_kept_once")]

    def __str__(self) -> str:
        return str(self.key)


# What the pieces of the room keep; they name the tables above by their names alone.
from orda.network.deeds.models import Deed  # noqa: E402
from orda.network.entry.models import OneTimeKey, Passkey, RecoveryCode, SecondFactor  # noqa: E402

__all__ = [
    "Appointment",
    "Code",
    "Deed",
    "HouseSetting",
    "KeptForm",
    "KnownState",
    "Leave",
    "OneTimeKey",
    "Passkey",
    "RecoveryCode",
    "Role",
    "Run",
    "SecondFactor",
    "Staff",
    "Try",
    "Unit",
    "UnitPlace",
]
