"""The annual plan as a document: its sections, tables and lines, what is counted for them by hand, its versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Plan(models.Model):
    """The annual plan as a document: who stands behind it, and how far it has come.

    Its numbers are Figures; sections, tables and lines say what each number is of, in two languages.
    """

    class Step(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        CHANGING = "changing", _("being changed by decision")

    year = models.IntegerField(unique=True)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300, blank=True)
    organisation_kk = models.CharField(max_length=300, blank=True)
    organisation_ru = models.CharField(max_length=300, blank=True)
    place_kk = models.CharField(max_length=100, blank=True)  # the town, as the cover says it
    place_ru = models.CharField(max_length=100, blank=True)
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.DRAFT)
    decision = models.CharField(max_length=300, blank=True)  # that opened an approved plan for change
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # SHA-256 of the folder that it was read from, or last compared with; and of what it said then. "" where no folder
    # is known: a copy of another year's plan, one that was loaded by an older version.
    source_seal = models.CharField(max_length=64, blank=True, default="", db_default="")
    loaded_seal = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def may_change(self) -> bool:
        return self.step in (self.Step.DRAFT, self.Step.CHANGING)


class Section(models.Model):
    """A chapter (level 1) or a part of one (level 2) of a plan, in the order of the document."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    number = models.CharField(max_length=12, blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_section_of_a_key")]

    def __str__(self) -> str:
        return self.title_kk


class Passage(models.Model):
    """A piece of a section's prose, in both languages. Bullets stand a line each."""

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", _("paragraph")
        BULLETS = "bullets", _("list")
        HEADING = "heading", _("small heading")

    section = models.ForeignKey(Section, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PARAGRAPH)
    text_kk = models.TextField()
    text_ru = models.TextField(blank=True)

    class Meta:
        ordering = ["section", "position"]

    def __str__(self) -> str:
        return self.text_kk[:60]


class Table(models.Model):
    """A table of the plan. Without a grid it lists its lines: content, plan, performers, term.

    grid: {"columns": [[label, …] from the top down], "rows": [{"heading": label, "cells": [cell, …]}]}, where a
    label is [kk, ru] and a cell is null, {"text": label} or [years from the plan's, kind, key, cohort, quarter]:
    the Figure it shows. Nothing is typed into a grid: it shows figures.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="tables")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300, blank=True)
    grid = models.JSONField(null=True)

    class Meta:
        ordering = ["section__position", "position"]

    def __str__(self) -> str:
        return self.title_kk


class Line(models.Model):
    """What the plan asks for: content, performers, term, and from where its actual comes.

    Its target is the Figure of its key and cohort. source: {"kind": "indicator", "key"} a control indicator;
    {"kind": "reports", "report"} reports of that kind submitted;
    {"kind": "diary", "terms": [{measure, where, sign}]}; {"kind": "libraries", "terms"} how many libraries have any;
    {"kind": "level", "level", "where", "at": "start" or "end"};
    {"kind": "events", "number"} events held for that line; {"kind": "manual"} counts by hand added up;
    {"kind": "manual_level"} the last count by hand of each library; {"kind": "milestone"} done or not, by hand;
    {"kind": "sum", "of": [{key, sign}]} other lines added up, so that a total never contradicts its parts.
    """

    AUTOMATIC = ("indicator", "diary", "libraries", "level", "events", "reports")
    BY_HAND = ("manual", "manual_level", "milestone")
    BY_PLAN = "Жоспар бойынша"  # target_texts that every language has its words for
    ALL, NOTHING, CLS = "барлығы", "–", "ОКЖ"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    table = models.ForeignKey(Table, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    cohort = models.CharField(max_length=12, choices=Unit.Cohort.choices, blank=True)
    content_kk = models.CharField(max_length=500)
    content_ru = models.CharField(max_length=500, blank=True)
    # Of an event: its form and the group of readers, in columns of their own as the plan prints them.
    form_kk = models.CharField(max_length=300, blank=True)
    form_ru = models.CharField(max_length=300, blank=True)
    audience_kk = models.CharField(max_length=120, blank=True)
    audience_ru = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=24)
    performers = models.CharField(max_length=120, blank=True)  # codes as the plan prints them
    quarters = models.CharField(max_length=4, blank=True)
    month = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    term_text = models.CharField(
        max_length=40, blank=True
    )  # as printed, where days and quarters can't say it
    target_text = models.CharField(max_length=80, blank=True)  # "Жоспар бойынша" where no number is printed
    of_which_of = models.CharField(max_length=80, blank=True)
    source = models.JSONField()
    note_kk = models.CharField(max_length=600, blank=True)  # what the source says otherwise, or by a slip
    note_ru = models.CharField(max_length=600, blank=True)
    note_en = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["table__section__position", "table__position", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "key", "cohort"], name="one_line_of_a_key")]

    def __str__(self) -> str:
        return self.content_kk

    def whole(self, language: str) -> str:
        """Content, form and group of readers in "kk" or "ru", in one sentence."""
        content = str(getattr(self, f"content_{language}"))
        about = [getattr(self, f"{name}_{language}") for name in ("form", "audience")]
        return ". ".join(part for part in (content, ", ".join(filter(None, about))) if part)

    @property
    def note(self) -> str:
        return str(getattr(self, f"note_{(get_language() or 'kk')[:2]}", "") or self.note_en)

    @property
    def automatic(self) -> bool:
        return self.source["kind"] in self.AUTOMATIC

    @property
    def by_hand(self) -> bool:
        """Whether it takes counts by hand; a sum of lines takes none and isn't automatic either."""
        return self.source["kind"] in self.BY_HAND


class ManualCount(models.Model):
    """Work that Orda doesn't count yet, entered for a line with a note. Append-only: a mistake is taken back."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="counts")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    quantity = models.IntegerField()
    note = models.CharField(max_length=400)
    attachment = models.FileField(upload_to="plan/%Y/", blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=0), name="a_count_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.day} {self.quantity}"


class Remark(models.Model):
    """A comment on a line of the plan, from those who work on it."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="remarks")
    text = models.CharField(max_length=1000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Version(models.Model):
    """The whole plan as it stood when it took a step. Never changed: `seal` is the SHA-256 of its content."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=Plan.Step.choices)
    decision = models.CharField(max_length=300, blank=True)
    content = models.JSONField()
    seal = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.plan_id}.{self.number}"
