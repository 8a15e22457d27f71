"""A word left for the desk, about a copy or a reader."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from orda.readers.models import Reader
from orda.stock.models import Copy


class Note(models.Model):
    """Shown when the copy or the reader next comes to the desk; with `once`, never again after that."""

    copy = models.ForeignKey(Copy, models.CASCADE, null=True, related_name="notes")
    reader = models.ForeignKey(Reader, models.CASCADE, null=True, related_name="notes")
    text = models.CharField(max_length=300)
    once = models.BooleanField(default=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)  # shown (once), or taken away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(copy__isnull=False, reader=None) | Q(copy=None, reader__isnull=False),
                name="note_on_a_copy_or_a_reader",
            )
        ]
        indexes = [
            models.Index(fields=["copy"], name="open_notes_of_copy", condition=Q(done_at=None)),
            models.Index(fields=["reader"], name="open_notes_of_reader", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text
