"""The table of the rules of use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from orda.diary.measures import DOCUMENT_KIND
from orda.network.known import watched
from orda.network.models import Unit
from orda.readers.models import Reader


@watched
class LoanRule(models.Model):
    """A row of the rules of use: which readers may borrow which documents at which units, and how.

    An empty `category` or `document_kind` stands for any of them, no unit for every library. The most specific row
    decides: first the unit nearest to the library, then the row that names the category, then the one that names
    the kind.
    Where no row fits, the defaults below hold (rules of use: 5 items, 15 days, 2 renewals).
    """

    LIMIT, DAYS, RENEWALS, HOLDS, REMINDERS, DEBT = 5, 15, 2, 5, "3,0,-7,-30", 30

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="loan_rules")
    category = models.CharField(max_length=8, choices=Reader.Category.choices, blank=True)
    document_kind = models.CharField(max_length=24, blank=True)  # diary dimension "document_kind"
    # Items at home at once: of the row's kind where it names one, else of any.
    limit = models.PositiveSmallIntegerField(default=LIMIT)
    days = models.PositiveSmallIntegerField(default=DAYS)
    renewals = models.PositiveSmallIntegerField(default=RENEWALS)
    holds = models.PositiveSmallIntegerField(default=HOLDS)  # open holds at once
    home = models.BooleanField(default=True)  # False: in the reading room only
    # Days before (+) and after (-) the due day on which the family is reminded: "3,0,-7".
    reminders = models.CharField(max_length=40, default=REMINDERS, blank=True)
    # Who keeps an item longer than so many days after its day takes nothing more home; 0: never minded.
    debt_days = models.PositiveSmallIntegerField(default=DEBT, db_default=DEBT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "category", "document_kind"],
                condition=Q(unit__isnull=False),
                name="one_rule_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["category", "document_kind"],
                condition=Q(unit=None),
                name="one_rule_for_all_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit} / {self.days} / {self.renewals}"

    @property
    def document_kind_label(self) -> str:
        return str((DOCUMENT_KIND.values or {}).get(self.document_kind, self.document_kind))

    @property
    def reminders_in_words(self) -> str:
        """Of "3,0,-7,-30": before: 3, on the day, after: 7, 30."""
        days = [int(day) for day in self.reminders.split(",") if day]
        before = ", ".join(str(day) for day in days if day > 0)
        after = ", ".join(str(-day) for day in days if day < 0)
        said = [gettext("before: %(days)s") % {"days": before}] if before else []
        said += [gettext("on the day")] if 0 in days else []
        said += [gettext("after: %(days)s") % {"days": after}] if after else []
        return "; ".join(said)
