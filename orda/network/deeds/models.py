"""One line for each change of the house, with who did it."""

from django.db import models


class Deed(models.Model):
    """Who did what, when, where. `by` is nobody where a command of the machine did it; rows are only added."""

    at = models.DateTimeField()
    by = models.ForeignKey("network.Staff", models.PROTECT, null=True, related_name="deeds")
    act = models.CharField(max_length=40)  # a key of orda.network.deeds.acts.ACTS
    # By whose right it is seen; None: the whole house's.
    unit = models.ForeignKey("network.Unit", models.PROTECT, null=True, related_name="+")
    object_kind = models.CharField(max_length=20, blank=True)
    object_id = models.BigIntegerField(null=True)
    about = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list)  # [[what, before, after], …]

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="deeds_by_time"),
            models.Index(fields=["object_kind", "object_id", "at"], name="deeds_of_an_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.about}"
