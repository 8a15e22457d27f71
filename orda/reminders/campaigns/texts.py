"""What families read of a campaign, and its line for the report. In the parent's language (messages/texts.py)."""

import datetime
from collections.abc import Sequence

from orda.reminders.messages.texts import Book, Sender, Written, listed, shown, whose

_CAMPAIGN_LETTER = {
    "kk": (
        "Сәлеметсіз бе, {name}!\n\n{first} – {last} күндері бізде «{campaign}» өтеді. Осы күндері мерзімі өткен "
        "кітаптарды еш ескертусіз қабылдаймыз. Үйіңізде мына кітаптар бар шығар:\n{books}\nКелуіңізді күтеміз!\n"
        "{sender}\n"
    ),
    "ru": (
        "Здравствуйте, {name}!\n\nС {first} по {last} у нас проходит «{campaign}». В эти дни мы принимаем книги, "
        "срок которых прошёл, без единого упрёка. Посмотрите, пожалуйста, нет ли у вас этих книг:\n{books}\n"
        "Будем вам рады!\n{sender}\n"
    ),
}
_CAMPAIGN_SMS = {
    "kk": "«{campaign}» {first} – {last}! {who}: {n} кітапты еш ескертусіз қабылдаймыз. {sender}",
    "ru": "«{campaign}» с {first} по {last}! {who}: книг – {n}, примем без единого упрёка. {sender}",
}


def campaign(
    name: str,
    books: Sequence[Book],
    sender: Sender,
    language: str,
    day: datetime.date,
    *,
    called: str,
    first: datetime.date,
    last: datetime.date,
    sms: bool,
) -> Written:
    """Invites a family to bring forgotten books back during a campaign."""
    told = {"campaign": called, "first": shown(first), "last": shown(last)}
    if sms:
        text = _CAMPAIGN_SMS[language].format(who=whose(books), n=len(books), sender=sender.short, **told)
    else:
        books_listed = listed(books, language, day)
        text = _CAMPAIGN_LETTER[language].format(name=name, books=books_listed, sender=sender, **told)
    return Written(called[:200], text)


_CAMPAIGN_LINE = {
    "kk": (
        "«{name}» ({first} – {last}): мерзімі өткен {items} кітап қайтты, {readers} оқырман қарызынан босады; "
        "қатысқан кітапхана: {libraries}, шақыру алған отбасы: {invited}."
    ),
    "ru": (
        "«{name}» ({first} – {last}): вернулось просроченных книг: {items}, читателей, которые больше ничего не "
        "должны: {readers}; библиотек: {libraries}, приглашено семей: {invited}."
    ),
}


def campaign_line(
    language: str,
    name: str,
    first: datetime.date,
    last: datetime.date,
    *,
    items: int,
    readers: int,
    libraries: int,
    invited: int,
) -> str:
    """A campaign's line for the report, ready to be copied."""
    return _CAMPAIGN_LINE[language].format(
        name=name,
        first=shown(first),
        last=shown(last),
        items=items,
        readers=readers,
        libraries=libraries,
        invited=invited,
    )
