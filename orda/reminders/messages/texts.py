"""What families read, in the parent's language: versioned texts, written as a kind librarian speaks.

They are no part of the interface's translations: a Kazakh family is written to in Kazakh whatever language the
librarian works in. A changed text gets a new VERSION; every message keeps the version it was written by.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

VERSION = "2024-2"
BEFORE, TODAY, LATE = "before", "today", "late"


@dataclass(frozen=True)
class Book:
    """A loan as the message names it. `library` is set where it isn't the message's own."""

    child: str
    title: str
    due_on: datetime.date
    library: str = ""


@dataclass(frozen=True)
class Ready:
    """A book that waits on the hold shelf."""

    child: str
    title: str
    until: datetime.date


@dataclass(frozen=True)
class Sender:
    """The library that writes."""

    name: str
    address: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.address) if part)


@dataclass(frozen=True)
class Written:
    subject: str
    text: str


_SUBJECTS = {
    "kk": {
        BEFORE: "Кітаптарды қайтаратын күн жақындады",
        TODAY: "Бүгін – кітаптарды қайтаратын күн",
        LATE: "Кітапхана кітаптарын күтеді",
    },
    "ru": {
        BEFORE: "Скоро срок возврата книг",
        TODAY: "Сегодня срок возврата книг",
        LATE: "Библиотека ждёт свои книги",
    },
}
_LETTER = {
    "kk": (
        "Сәлеметсіз бе, {name}!\n\nСіздің отбасыңыздағы кітапхана кітаптары:\n{books}\n"
        "Кітап әлі керек болса, мерзімін ұзартып береміз: қоңырау шалыңыз немесе келіп кетіңіз. Айыппұл жоқ, тек бұл "
        "кітаптарды басқа балалар да күтіп жүр. Жоғалып қалса, айтыңыз – бірге шешеміз.\n\n{sender}\n"
    ),
    "ru": (
        "Здравствуйте, {name}!\n\nБиблиотечные книги, которые сейчас у вашей семьи:\n{books}\n"
        "Если книга ещё нужна, мы продлим срок: позвоните или зайдите к нам. Штрафов нет, просто эти книги ждут и "
        "другие дети. Если книга потерялась, скажите – решим вместе.\n\n{sender}\n"
    ),
}
_DUE = {"kk": "{day} күніне дейін", "ru": "вернуть до {day}"}
_WAS_DUE = {"kk": "мерзімі {day} болған", "ru": "срок был {day}"}
_SMS = {
    "kk": {
        BEFORE: "Сәлеметсіз бе! {who}: {n} кітапты {day} күніне дейін қайтару немесе мерзімін ұзарту керек. {sender}",
        TODAY: "Сәлеметсіз бе! {who}: {n} кітапты қайтаратын күн – бүгін. Мерзімін ұзартуға болады. {sender}",
        LATE: "Сәлеметсіз бе! {who}: {n} кітаптың мерзімі өтті ({day}). Әкеліп беріңізші, айыппұл жоқ. {sender}",
    },
    "ru": {
        BEFORE: "Здравствуйте! {who}: книг – {n}, вернуть или продлить до {day}. {sender}",
        TODAY: "Здравствуйте! {who}: книг – {n}, срок возврата сегодня, его можно продлить. {sender}",
        LATE: "Здравствуйте! {who}: срок прошёл ({day}), книг – {n}. Пожалуйста, верните; штрафов нет. {sender}",
    },
}
_READY_SUBJECT = {"kk": "Күткен кітабыңыз келді", "ru": "Ваша книга ждёт вас"}
_READY_LETTER = {
    "kk": "Сәлеметсіз бе, {name}!\n\nСұраған кітаптарыңыз дайын, бізде күтіп тұр:\n{books}\n{sender}\n",
    "ru": "Здравствуйте, {name}!\n\nКниги, которые вы заказали, готовы и ждут вас:\n{books}\n{sender}\n",
}
_READY_UNTIL = {"kk": "{day} күніне дейін сақталады", "ru": "хранится до {day}"}
_READY_SMS = {
    "kk": "Сәлеметсіз бе! {who}: «{title}»{more} дайын, {day} күніне дейін күтеміз. {sender}",
    "ru": "Здравствуйте! {who}: «{title}»{more} ждёт вас до {day}. {sender}",
}
_MORE = {"kk": " және тағы {n} кітап", "ru": " и ещё книг: {n}"}


def about_loans(
    name: str, books: Sequence[Book], sender: Sender, language: str, day: datetime.date, *, sms: bool
) -> Written:
    """Reminds of all the books that a family holds; what is late decides the tone."""
    tone = _tone(books, day)
    subject = _SUBJECTS[language][tone]
    if not sms:
        text = _LETTER[language].format(name=name, books=listed(books, language, day), sender=sender)
        return Written(subject, text)
    meant = [one for one in books if _tone([one], day) == tone]
    first = min(one.due_on for one in meant)
    text = _SMS[language][tone].format(who=whose(meant), n=len(meant), day=shown(first), sender=sender.name)
    return Written(subject, text)


def ready(name: str, books: Sequence[Ready], sender: Sender, language: str, *, sms: bool) -> Written:
    """Tells that holds wait on the shelf, and until when."""
    if not sms:
        lines = "".join(
            f"  – «{one.title}» ({one.child}), {_READY_UNTIL[language].format(day=shown(one.until))}\n"
            for one in books
        )
        text = _READY_LETTER[language].format(name=name, books=lines, sender=sender)
        return Written(_READY_SUBJECT[language], text)
    more = _MORE[language].format(n=len(books) - 1) if len(books) > 1 else ""
    until = min(one.until for one in books)
    text = _READY_SMS[language].format(
        who=whose(books), title=books[0].title[:60], more=more, day=shown(until), sender=sender.name
    )
    return Written(_READY_SUBJECT[language], text)


def _tone(books: Sequence[Book], day: datetime.date) -> str:
    first = min(one.due_on for one in books)
    return LATE if first < day else TODAY if first == day else BEFORE


def listed(books: Sequence[Book], language: str, day: datetime.date) -> str:
    """Child by child, what is due first at the top."""
    lines = []
    for child, held in groupby(
        sorted(books, key=lambda one: (one.child, one.due_on, one.title)), lambda b: b.child
    ):
        lines.append(f"{child}\n")
        for one in held:
            due = (_WAS_DUE if one.due_on < day else _DUE)[language].format(day=shown(one.due_on))
            where = f" ({one.library})" if one.library else ""
            lines.append(f"  – «{one.title}», {due}{where}\n")
    return "".join(lines)


def whose(books: Sequence[Book] | Sequence[Ready]) -> str:
    """The children whose books these are, each once."""
    return ", ".join(dict.fromkeys(one.child for one in books))


def shown(day: datetime.date) -> str:
    """A day as families read it."""
    return f"{day:%d.%m.%Y}"
