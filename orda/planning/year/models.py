"""The plan's figures: targets to reach and figures that a document printed, each as it stands in the source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from orda.network.models import Unit


class Figure(models.Model):
    """One printed cell of the plan's tables, never mended.

    kind "target": to be reached; kind "printed_actual": what the document says was reached (the actual that
    Orda shows is always computed from acts). quarter 0 is the year, 1-4 the increment of that quarter.
    """

    TARGET, PRINTED_ACTUAL = "target", "printed_actual"

    year = models.IntegerField()
    kind = models.CharField(max_length=16, choices=[(TARGET, "target"), (PRINTED_ACTUAL, "printed actual")])
    indicator = models.CharField(max_length=80)  # a control indicator, or the key of another line of the plan
    cohort = models.CharField(max_length=12, choices=Unit.Cohort.choices, blank=True)  # "" the whole network
    quarter = models.PositiveSmallIntegerField(default=0)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "indicator", "cohort", "quarter"], name="one_figure_a_cell"
            ),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="quarter_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.indicator} {self.cohort} {self.quarter}: {self.value}"


class SourceNote(models.Model):
    """An inconsistency of the source document, shown beside the figures and never mended silently.

    `year` is that of the figures it speaks of, `plan_year` that of the plan which prints them.
    """

    plan_year = models.IntegerField()
    year = models.IntegerField()
    table = models.CharField(max_length=40)
    indicator = models.CharField(max_length=40, blank=True)
    cohort = models.CharField(max_length=12, blank=True)
    text_kk = models.CharField(max_length=400)
    text_ru = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return str(getattr(self, f"text_{(get_language() or 'kk')[:2]}", self.text_kk))
