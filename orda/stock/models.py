"""Copies, and the documents by which they come and go: intake batches and withdrawal acts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.catalog.models import Record
from orda.network.codes import labelled
from orda.network.models import Unit


class IntakeBatch(models.Model):
    """Copies taken in by one accompanying document: a line of part 1 of the summary stock book (order 136-НҚ)."""

    library = models.ForeignKey(Unit, models.PROTECT)
    day = models.DateField()
    supply = models.CharField(max_length=16)  # diary dimension "supply"
    document = models.CharField(max_length=120, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    def __str__(self) -> str:
        return f"{self.day} {self.document}"


class WithdrawalAct(models.Model):
    """Copies written off for one reason: a line of part 2 of the summary stock book."""

    library = models.ForeignKey(Unit, models.PROTECT)
    day = models.DateField()
    number = models.CharField(max_length=32)
    reason = models.CharField(max_length=16)  # diary dimension "reason"
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "number"], name="one_act_number_a_library")]

    def __str__(self) -> str:
        return f"{self.number} ({self.day})"


@labelled("copy", "barcode", _("a book's barcode"))
class Copy(models.Model):
    """A physical piece (дана, экземпляр), or one networked document: the unit of stock, loans and withdrawal.

    Whether it is out is not kept here: it is out while an open loan holds it.
    """

    class Status(models.TextChoices):
        IN_STOCK = "in_stock", _("in stock")
        WITHDRAWN = "withdrawn", _("withdrawn")

    record = models.ForeignKey(Record, models.PROTECT, related_name="copies")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="copies")  # that owns it
    # Where it stands while it is in; empty at its own library. Exchange moves a copy, never its owner.
    stands_at = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    barcode = models.CharField(max_length=32, unique=True)
    inventory_number = models.CharField(max_length=32, unique=True)
    price = models.DecimalField(max_digits=12, decimal_places=2)  # tenge
    subject_field = models.CharField(max_length=20)
    language = models.CharField(max_length=8)  # report language: kk, ru, other
    document_kind = models.CharField(max_length=24)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.IN_STOCK)
    batch = models.ForeignKey(IntakeBatch, models.PROTECT, related_name="copies")
    withdrawal = models.ForeignKey(WithdrawalAct, models.PROTECT, null=True, related_name="copies")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="price_not_below_zero"),
            models.CheckConstraint(
                condition=Q(status="in_stock", withdrawal=None)
                | Q(status="withdrawn", withdrawal__isnull=False),
                name="withdrawn_by_an_act",
            ),
        ]
        indexes = [
            models.Index(
                fields=["stands_at"], name="copies_away_from_home", condition=Q(stands_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.barcode
