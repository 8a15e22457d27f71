"""What the index still has to learn. The index itself lies beside the database and can be made anew from it."""

from django.db import models

from orda.catalog.models import Record


class Waiting(models.Model):
    """A change of a record that the index has not read yet. Written with the change, in its transaction.

    One row a change, not one a record: what changes again while it is being indexed waits again.
    """

    record = models.ForeignKey(Record, models.CASCADE, db_index=False)

    def __str__(self) -> str:
        return str(self.record_id)
