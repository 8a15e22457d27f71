"""Events planned and held, with the open lists of forms and directions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.network.known import watched
from orda.network.models import Unit


class _Named(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name_kk = models.CharField(max_length=160)
    name_ru = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(getattr(self, f"name_{(get_language() or 'kk')[:2]}", self.name_kk))


@watched
class Direction(_Named):
    """A direction of work with readers: history, local lore, ecology…"""


@watched
class Form(_Named):
    """A form of event: quiz, quest, exhibition… An open list; each has a statistical parent."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="kinds")


class Audience(models.TextChoices):
    """For whom an event is (diary dimension "audience")."""

    ALL = "all", _("all groups")
    PRESCHOOL = "preschool", _("preschool")
    GRADES_1_4 = "grades_1_4", _("grades 1–4")
    GRADES_5_9 = "grades_5_9", _("grades 5–9")
    YOUTH = "youth", _("youth")
    ADULTS = "adults", _("parents and teachers")


class PlannedEvent(models.Model):
    """A line of the plan: one title, held by one or several libraries."""

    year = models.IntegerField()
    number = models.IntegerField()
    direction = models.ForeignKey(Direction, models.PROTECT)
    form = models.ForeignKey(Form, models.PROTECT)
    form_text = models.CharField(max_length=300)  # the form as the plan prints it
    title = models.CharField(max_length=400)
    title_ru = models.CharField(
        max_length=400, blank=True
    )  # as the Russian plan writes it, "" where it does not
    occasion = models.CharField(max_length=400, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.ALL)
    audience_text = models.CharField(max_length=120)
    grade_from = models.PositiveSmallIntegerField(null=True)
    grade_to = models.PositiveSmallIntegerField(null=True)
    term_text = models.CharField(max_length=80)
    quarters = models.CharField(max_length=4, blank=True)  # "13": the first and the third quarter
    first_day = models.DateField(null=True)  # the term as days, where the plan's term can be read
    last_day = models.DateField(null=True)
    performers = models.ManyToManyField(Unit, related_name="planned_events")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_number_a_year")]
        ordering = ["year", "number"]

    def __str__(self) -> str:
        return self.title


class HeldEvent(models.Model):
    """An event that took place at one library. A posted video is an online event; views are not attendance."""

    class Channel(models.TextChoices):
        OFFLINE = "offline", _("offline")
        ONLINE = "online", _("online")

    planned = models.ForeignKey(PlannedEvent, models.PROTECT, null=True, blank=True, related_name="held")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    title = models.CharField(max_length=400)
    form = models.ForeignKey(Form, models.PROTECT)
    direction = models.ForeignKey(Direction, models.PROTECT)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.ALL)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    attendance = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    # Those who came are visits too, unless the desk or a gate has counted them.
    counts_visits = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="offline") | Q(attendance=0), name="only_offline_events_are_attended"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """What shows that an event took place: a link, a photo, a document. Append-only: a mistake is taken back."""

    event = models.ForeignKey(HeldEvent, models.PROTECT, related_name="evidence")
    link = models.CharField(max_length=400, blank=True)
    file = models.FileField(upload_to="events/%Y/", blank=True)
    name = models.CharField(max_length=200, blank=True)  # the file's own name
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file, for the report that is sealed
    note = models.CharField(max_length=200, blank=True)
    taken_back = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(link="") | ~Q(file=""), name="evidence_shows_something")
        ]

    def __str__(self) -> str:
        return self.link or self.name
