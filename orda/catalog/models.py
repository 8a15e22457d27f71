"""Bibliographic records. The MARC record, kept whole and untouched, is the source of truth; columns are read off it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orda.catalog.doubles.models import Merge, Pair
from orda.catalog.records.models import Revision
from orda.network.models import Unit

__all__ = ["Merge", "Pair", "Record", "Revision"]


class Record(models.Model):
    """A bibliographic record in one of the network's databases."""

    class Database(models.TextChoices):
        BOOKS = "books", _("books")
        ARTICLES = "articles", _("articles")
        LOCAL_HISTORY = "local_history", _("local history")
        ECOLOGY = "ecology", _("ecology")
        ELECTRONIC = "electronic", _("electronic resources")

    class Format(models.TextChoices):
        MARC21 = "marc21", "MARC 21"
        UNIMARC = "unimarc", "UNIMARC / RUSMARC / KAZMARC"

    database = models.CharField(max_length=16, choices=Database.choices)
    format = models.CharField(max_length=8, choices=Format.choices)
    # The record exactly as it came or was last saved here, and the character set in which it reads right.
    marc = models.BinaryField()
    encoding = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)  # of what came last by a file; "" where it was catalogued here
    # What makes a re-import find the same record: its control number (001), or its digest where it has none.
    source_key = models.CharField(max_length=120)

    title = models.CharField(max_length=500)
    author = models.CharField(max_length=200, blank=True)
    year = models.IntegerField(null=True)
    language = models.CharField(max_length=8, blank=True)  # MARC code: kaz, rus, eng
    isbn = models.CharField(max_length=20, blank=True)
    udc = models.CharField(max_length=60, blank=True)
    bbk = models.CharField(max_length=60, blank=True)
    subject_field = models.CharField(max_length=20)
    # From what age it may be read, in years, as its record says (6+, 12+, 16+, 18+); empty where it says nothing.
    age_mark = models.PositiveSmallIntegerField(null=True)
    searched = models.TextField(blank=True)  # the words by which it is found besides its title and author

    library = models.ForeignKey(Unit, models.PROTECT)  # the library that catalogued it
    added_on = models.DateField()
    changed_at = models.DateTimeField()
    # How often it was changed, and once more: an editor names the one it read.
    version = models.PositiveIntegerField(default=1, db_default=1)
    # A double that went up in another record: nobody finds it, its address leads there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["database", "source_key"], name="a_record_comes_once")]
        indexes = [
            models.Index(fields=["isbn"], name="record_isbn", condition=~models.Q(isbn="")),
            models.Index(fields=["title"], name="record_title"),
            models.Index(fields=["author"], name="record_author", condition=~models.Q(author="")),
            models.Index(fields=["added_on", "database"], name="record_added"),
        ]

    def __str__(self) -> str:
        return self.title
