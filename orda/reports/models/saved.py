"""Reports of the builder that people keep: the choice alone, never its numbers; and the letters that carried them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedReport(models.Model):
    """A choice of the report builder under a title, its owner's alone or shared with all who see the board.

    With a schedule it goes by e-mail at each turn of the week, month or quarter after `scheduled_on`.
    """

    class Schedule(models.TextChoices):
        WEEKLY = "week", _("every week, on Monday")
        MONTHLY = "month", _("every month, on the 1st")
        QUARTERLY = "quarter", _("every quarter, on its 1st day")

    title = models.CharField(max_length=200)
    address = models.CharField(max_length=600)  # the query of the builder's address
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    schedule = models.CharField(max_length=8, choices=Schedule.choices, blank=True)
    scheduled_on = models.DateField(null=True)
    addresses = models.TextField(blank=True)  # of e-mail, one a line
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")  # of the letters

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(schedule="")
                | (models.Q(scheduled_on__isnull=False) & ~models.Q(addresses="")),
                name="a_scheduled_report_has_addresses",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def recipients(self) -> list[str]:
        return self.addresses.split()


class SentReport(models.Model):
    """A kept report that went to an address at a turn of its schedule: written first, so that none goes twice."""

    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="sent")
    to = models.EmailField()
    turn = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "to", "turn"], name="a_report_goes_once_a_turn")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.turn}"
