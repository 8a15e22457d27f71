"""Campaigns, and what they brought."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Campaign(models.Model):
    """A week in which forgotten books come home: its result is what came back late while it lasted."""

    class Kind(models.TextChoices):
        BOOK_WEEK = "book_week", _("returned books week")
        FORGETFUL = "forgetful", _("forgetful reader's week")
        AMNESTY = "amnesty", _("amnesty")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_kk = models.CharField(max_length=160)
    name_ru = models.CharField(max_length=160)
    first = models.DateField()
    last = models.DateField()
    libraries = models.ManyToManyField(Unit, related_name="campaigns")
    closed = models.BooleanField(default=False)  # its result is written down
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="campaign_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ru if (get_language() or "kk").startswith("ru") else self.name_kk


class CampaignResult(models.Model):
    """What a day of a campaign brought to a library, written down once it was over: loans forget their readers."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="results")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    items = models.PositiveIntegerField()  # that came back late
    readers = models.PositiveIntegerField()  # who owed something and owe nothing now

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "library", "day"], name="one_result_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.library_id}: {self.items}"
