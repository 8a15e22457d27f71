"""Selections to order: books chosen for a branch or for a reader of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.exchange.sets.models import Deposit
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class Selection(models.Model):
    """Books chosen to order (іріктеу, подбор): for a branch that asks, or for a reader of it.

    asked > done (`found` copies) or refused. Counted when done, by its copies: those scanned into it, or so many as
    were told where none was (a list of titles, an answer by telephone).
    """

    class Asker(models.TextChoices):
        BRANCH = "branch", _("a branch")
        READER = "reader", _("a reader")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        DONE = "done", _("done")
        REFUSED = "refused", _("nothing found")

    TRANSITIONS: dict[str, tuple[str, ...]] = {State.ASKED: (State.DONE, State.REFUSED)}

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # that asks
    asker = models.CharField(max_length=8, choices=Asker.choices)
    reader = models.ForeignKey(Reader, models.SET_NULL, null=True, related_name="selections")
    topic = models.CharField(max_length=300)
    wanted = models.PositiveSmallIntegerField(default=1)  # copies
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField()
    due_on = models.DateField(null=True)  # by when the branch needs it
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    giver = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    found = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, related_name="+", db_index=False
    )  # it goes with

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("asked_on")), name="chosen_after_it_was_asked"
            )
        ]

    def __str__(self) -> str:
        return self.topic


class SelectionCopy(models.Model):
    """A copy that was chosen for a selection. It stays where it is until it is held or goes with a set."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="chosen", db_index=False)
    copy = models.ForeignKey(Copy, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "copy"], name="a_copy_is_chosen_once_for_a_selection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.copy_id}"
