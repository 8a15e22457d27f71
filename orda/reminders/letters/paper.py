"""Claim letters as plain data, and as PDF and DOCX."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import override

from orda.network.typesetting import set_pdf
from orda.reminders.letters import texts
from orda.reminders.letters.models import ClaimLetter
from orda.reminders.letters.services import DAYS_TO_ANSWER
from orda.reminders.messages.models import MessageItem

TEMPLATE = Path(__file__).with_name("letters.typ")


@dataclass(frozen=True)
class LetterPaper:
    """A letter as it is read: its words and the rows of its table."""

    language: str
    sender: str
    number: str
    day: str
    words: texts.ClaimWords
    rows: tuple[tuple[str, ...], ...]


def letter_papers(letters: Sequence[ClaimLetter]) -> list[LetterPaper]:
    """Letters with all they claim: one query however many they are."""
    items: dict[int, list[MessageItem]] = {letter.message_id: [] for letter in letters}
    found = MessageItem.objects.filter(message__in=items).select_related("loan__copy__record", "loan__reader")
    for item in found.order_by("message_id", "loan__reader_id", "due_on", "pk"):
        items[item.message_id].append(item)
    return [_paper(letter, items[letter.message_id]) for letter in letters]


def _paper(letter: ClaimLetter, items: Sequence[MessageItem]) -> LetterPaper:
    language = letter.message.language
    with override(language):
        sender = ", ".join(part for part in (letter.library.name, letter.library.address) if part)
    until = letter.day + datetime.timedelta(days=DAYS_TO_ANSWER)
    return LetterPaper(
        language=language,
        sender=sender,
        number=f"№ {letter.number}/{letter.year}",
        day=f"{letter.day:%d.%m.%Y}",
        words=texts.claim(letter.message.text, language, until),
        rows=tuple(_row(number, item) for number, item in enumerate(items, 1)),
    )


def _row(number: int, item: MessageItem) -> tuple[str, ...]:
    assert item.loan is not None
    copy, reader = item.loan.copy, item.loan.reader
    return (
        str(number),
        reader.full_name if reader else "–",
        f"{copy.record.author + '. ' if copy.record.author else ''}{copy.record.title}",
        copy.inventory_number,
        f"{item.due_on:%d.%m.%Y}",
        str(copy.price),
    )


def letters_pdf(letters: Sequence[ClaimLetter]) -> bytes:
    """Each letter on a page of its own, A4."""
    papers = [
        {
            **{"language": one.language, "sender": one.sender, "number": one.number, "day": one.day},
            **{"title": one.words.title, "to": one.words.to, "begins": one.words.begins},
            **{"heads": list(one.words.heads), "rows": [list(row) for row in one.rows]},
            **{"ends": list(one.words.ends), "signature": one.words.signature},
        }
        for one in letter_papers(letters)
    ]
    return set_pdf(TEMPLATE, {"letters": papers})
