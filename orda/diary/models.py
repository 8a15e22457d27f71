"""The work diary: append-only entries, and the totals into which closed days are folded.

It says how many, never who: no reader is named here, so erasing a person changes no statistic.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from orda.network.models import Unit

BEGINNING = datetime.date(1900, 1, 1)  # no line lies before it


class DimensionSet(models.Model):
    """One combination of dimension values, kept once: {"age_group": "0-10", "language": "kk"}."""

    # "age_group=0-10;language=kk", keys sorted; empty for no dimensions at all.
    key = models.CharField(max_length=400, unique=True)
    values = models.JSONField()

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """A line of the diary. Never changed and never deleted: a mistake is mended by a reversing entry.

    `act` and `act_id` name what posted it ("loan" and the loan's id); "manual" for work that no screen does.
    `open` is true until the entry is folded into the totals of its closed day; the only column that
    moves, and only once: triggers in the database refuse every other UPDATE (migration append_only).
    """

    MANUAL = "manual"

    day = models.DateField()
    library = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    measure = models.CharField(max_length=24)
    dimensions = models.ForeignKey(DimensionSet, models.PROTECT, db_index=False)
    quantity = models.IntegerField()
    act = models.CharField(max_length=16)
    act_id = models.BigIntegerField(null=True)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="reversals")
    open = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            # Drill-down and closing: one library's day, its measures together.
            models.Index(fields=["day", "library", "measure"], name="entry_day"),
            # What no total holds yet: the only entries a report has to read.
            models.Index(
                fields=["day", "library", "measure", "dimensions", "quantity"],
                name="entry_open",
                condition=Q(open=True),
            ),
            # From an act to its lines: undo and audit.
            models.Index(fields=["act", "act_id"], name="entry_act"),
        ]
        constraints = [
            # Of the few reversals alone: an index over all lines would be an index over NULLs, which SQLite's
            # planner, once it has counted them, rightly refuses to use.
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_is_reversed_once"
            ),
            models.CheckConstraint(condition=~Q(quantity=0), name="entry_counts_something"),
            models.CheckConstraint(
                condition=~Q(act="manual") | ~Q(reason=""), name="manual_entry_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(act="manual") | Q(act_id__isnull=False), name="counted_act_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.quantity:+d}"

    @classmethod
    def is_reversed(cls) -> models.Exists:
        """True of a line that another takes back, for `filter` and `annotate`."""
        return models.Exists(cls.objects.filter(reverses=models.OuterRef("pk")))


class _Total(models.Model):
    library = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    measure = models.CharField(max_length=24)
    dimensions = models.ForeignKey(DimensionSet, models.PROTECT, db_index=False)
    quantity = models.BigIntegerField()

    class Meta:
        abstract = True


class DayTotal(_Total):
    """Sum of the folded entries of one day, library, measure and combination of dimensions."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "library", "measure", "dimensions"],
                name="one_total_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.quantity:+d}"


class MonthTotal(_Total):
    """Sum of the day totals of one month; `month` is its first day."""

    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "library", "measure", "dimensions"],
                name="one_total_a_month",
            )
        ]
        # A year's board, and a level since the beginning, are answered from this index alone.
        indexes = [
            models.Index(
                fields=["measure", "month", "library", "dimensions", "quantity"],
                name="month_total_of_measure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.quantity:+d}"


class MonthSum(models.Model):
    """A measure's month totals of a library together, whatever their dimensions: most questions ask no more."""

    month = models.DateField()
    library = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    measure = models.CharField(max_length=24)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "library", "measure"], name="one_sum_a_month"),
        ]
        indexes = [
            models.Index(fields=["measure", "month", "library", "quantity"], name="month_sum_of_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.quantity:+d}"


class ClosedDay(models.Model):
    """A library's day that someone looked through and closed. Closing again folds late corrections in."""

    library = models.ForeignKey(Unit, models.PROTECT)
    day = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "day"], name="a_day_closes_once")]

    def __str__(self) -> str:
        return f"{self.library} {self.day}"
