"""The words by which a reader is found."""

from django.db import models

from orda.readers.registering.models import Reader


class ReaderWord(models.Model):
    """A word by which a reader is found, in the common spelling of `spelling.name_key`: names, telephone, school."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "reader"],
                name="readers_by_word",
                opclasses=["varchar_pattern_ops", "int8_ops"],  # PostgreSQL: begins with, in any collation
            ),
            models.Index(
                fields=["reader", "word"],
                name="words_of_reader",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.word
