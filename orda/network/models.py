"""The tree of libraries, the people who work in them and the days on which they are shut."""

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

    class Meta:
        ordering = ["path"]
        constraints = [
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


class Role(models.TextChoices):
    DIRECTOR = "director", _("director")
    METHODOLOGIST = "methodologist", _("methodologist")
    LIBRARIAN = "librarian", _("librarian")
    CATALOGUER = "cataloguer", _("cataloguer")
    ACQUISITION = "acquisition", _("acquisition librarian")
    ADMINISTRATOR = "administrator", _("administrator")


class Staff(AbstractUser):
    """A member of staff who signs in. Readers are not users of this table."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username


@watched
class Appointment(models.Model):
    """A role that a member of staff holds over a unit and everything under it."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "unit", "role"], name="one_appointment_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_role_display()}, {self.unit}"


class KnownState(models.Model):
    """One row: the state of all watched tables, a random number that their triggers draw anew (orda.network.known)."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


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
