"""What is kept of doubles: pairs that look like one book, and records that were merged."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Pair(models.Model):
    """Two records that may describe one book. `first` is the older number."""

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        REFUSED = "refused", _("not doubles")

    class Why(models.TextChoices):
        ISBN = "isbn", _("one ISBN")
        SAME = "same", _("one title, author and year")
        ALIKE = "alike", _("title and author alike")

    first = models.ForeignKey("catalog.Record", models.CASCADE, related_name="+")
    second = models.ForeignKey("catalog.Record", models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # 0 to 100
    why = models.CharField(max_length=8, choices=Why.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_stands_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="the_older_number_first"
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], name="pair_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"


class Merge(models.Model):
    """A record that went up in another. `moved`: what each room moved, as it named it itself; `counted_at`: the
    library whose record it was, where it counts as a double removed."""

    kept = models.ForeignKey("catalog.Record", models.PROTECT, related_name="merges")
    gone = models.ForeignKey("catalog.Record", models.PROTECT, related_name="went")
    day = models.DateField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    counted_at = models.ForeignKey("network.Unit", models.PROTECT, related_name="+")
    # The versions of the kept record before and after; equal where nothing was taken over.
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    moved = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="a_record_goes_up_in_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")), name="a_record_is_not_its_own_double"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} > {self.kept_id}"
