"""What stands for a printed slip, in the parent's language (messages/texts.py)."""

import datetime
from collections.abc import Sequence

from orda.reminders.messages.texts import Book, Sender, Written, listed, shown, whose

_SLIP_SUBJECT = {"kk": "Кітаптарды қайтаратын күндер", "ru": "Сроки возврата книг"}
_SLIP_LETTER = {
    "kk": "Сәлеметсіз бе, {name}!\n\nКітапханадан алынған кітаптар және оларды қайтаратын күн:\n{books}\n{sender}\n",
    "ru": "Здравствуйте, {name}!\n\nКниги, взятые в библиотеке, и сроки их возврата:\n{books}\n{sender}\n",
}
_SLIP_SMS = {
    "kk": "{who}: {n} кітап, қайтаратын күн – {day}. {sender}",
    "ru": "{who}: книг – {n}, вернуть до {day}. {sender}",
}


def slip(
    name: str, books: Sequence[Book], sender: Sender, language: str, day: datetime.date, *, sms: bool
) -> Written:
    """The due days of what a reader has at home; by SMS the first of them."""
    if sms:
        first = shown(min(one.due_on for one in books))
        text = _SLIP_SMS[language].format(who=whose(books), n=len(books), day=first, sender=sender.short)
    else:
        text = _SLIP_LETTER[language].format(name=name, books=listed(books, language, day), sender=sender)
    return Written(_SLIP_SUBJECT[language], text)
