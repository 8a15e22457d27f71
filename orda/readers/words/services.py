"""Keep the words by which readers are found."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from orda.network.folding import fold_name
from orda.readers.registering.models import Reader
from orda.readers.spelling import digits_of, words_of
from orda.readers.words.models import ReaderWord

LONGEST = 40
Item = TypeVar("Item")


def folded_name(family: str, given: str, patronymic: str) -> str:
    """The name as lists are sorted."""
    return fold_name(f"{family} {given} {patronymic}")[:250]


def index_words(readers: Iterable[Reader]) -> None:
    """Writes the words of readers anew; of one who was merged or erased there are none."""
    found = list(readers)
    ReaderWord.objects.filter(reader__in=found).delete()
    add_words(found)


def add_words(readers: Iterable[Reader]) -> None:
    """Writes the words of readers who have none yet."""
    ReaderWord.objects.bulk_create(
        (
            ReaderWord(reader=reader, word=word)
            for reader in readers
            for word in sorted(words_by_which(reader))
        ),
        batch_size=1000,
    )


def words_by_which(reader: Reader) -> set[str]:
    """Names, guardian, school and class in the common spelling; telephones as digits."""
    if reader.merged_into_id or reader.erased_on:
        return set()
    texts = (reader.full_name, reader.guardian_name, reader.school, reader.school_class)
    words = {word[:LONGEST] for text in texts for word in words_of(text)}
    phones = {digits_of(reader.phone), digits_of(reader.guardian_phone)}
    return words | {phone[:LONGEST] for phone in phones if phone}


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while part := list(islice(source, size)):
        yield part
