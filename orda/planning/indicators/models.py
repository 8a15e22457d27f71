"""Indicators that people add."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorVersion(models.Model):
    """An indicator that people added, as it is defined from a year on. Append-only: a year goes by the newest version
    that holds from that year or an earlier one, so what a year's numbers mean can always be read.

    A count's (and an of-which's) unit is that of its measures; a rate's is written. terms: [{measure, where, sign}].
    """

    class Kind(models.TextChoices):
        COUNT = "count", _("count")
        OF_WHICH = "of_which", _("of which")
        RATE = "rate", _("ratio")

    key = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    valid_from = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)  # from valid_from on it is counted no more
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label_kk = models.CharField(max_length=120)
    label_ru = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    unit_kk = models.CharField(max_length=60, blank=True)
    unit_ru = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    terms = models.JSONField(default=list)
    of_which_of = models.CharField(max_length=40, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    scale = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="one_indicator_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.number} from {self.valid_from}"
