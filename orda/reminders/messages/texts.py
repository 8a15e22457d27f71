"""What families read, in the parent's language: versioned texts, written as a kind librarian speaks.

They are no part of the interface's translations: a Kazakh family is written to in Kazakh whatever language the
librarian works in. A changed text gets a new VERSION; every message keeps the version it was written by.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

VERSION = "2024-3"
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
    """The library that writes. `shut`: the days soon to come on which its doors are shut, as `shut_on` says them."""

    name: str
    address: str = ""
    shut: str = ""

    def __str__(self) -> str:
        name = ", ".join(part for part in (self.name, self.address) if part)
        return f"{self.shut}\n\n{name}" if self.shut else name

    @property
    def short(self) -> str:
        """As an SMS signs."""
        return f"{self.shut} {self.name}" if self.shut else self.name


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
_SHUT = {
    "kk": "Назар аударыңыз: {days} кітапхана жабық, {opens} күнінен бастап ашық.",
    "ru": "Обратите внимание: {days} библиотека закрыта, откроется {opens}.",
}
_CLOSED_SUBJECT = {"kk": "Кітапхана уақытша жабық", "ru": "Библиотека временно закрыта"}
_CLOSED_LETTER = {
    "kk": "Сәлеметсіз бе, {name}!\n\n{days} кітапхана жабық болады{why}. Қайтадан {opens} күні ашылады.\n"
    "{books}{holds}\n{sender}\n",
    "ru": "Здравствуйте, {name}!\n\n{days} библиотека будет закрыта{why}. Снова откроется {opens}.\n"
    "{books}{holds}\n{sender}\n",
}
_CLOSED_BOOKS = {
    "kk": "\nКітаптарды қайтаратын күн кейінге жылжыды:\n{books}",
    "ru": "\nСрок возврата книг перенесён:\n{books}",
}
_CLOSED_HOLDS = {
    "kk": "\nСұраған кітаптарыңыз сізді күтеді:\n{books}",
    "ru": "\nЗаказанные книги подождут вас:\n{books}",
}
_CLOSED_SMS = {
    "kk": "Сәлеметсіз бе! {days} кітапхана жабық, {opens} күні ашылады. {more}{sender}",
    "ru": "Здравствуйте! {days} библиотека закрыта, откроется {opens}. {more}{sender}",
}
_CLOSED_SMS_BOOKS = {
    "kk": "{who}: {n} кітапты {day} күніне дейін қайтаруға болады. ",
    "ru": "{who}: книг – {n}, вернуть до {day}. ",
}
_CLOSED_SMS_HOLDS = {
    "kk": "Сұраған кітап {day} күніне дейін сақталады. ",
    "ru": "Заказанная книга подождёт до {day}. ",
}
_OPEN_AFTER_ALL_SUBJECT = {"kk": "Кітапхана ашық", "ru": "Библиотека открыта"}
_OPEN_AFTER_ALL = {
    "kk": "Сәлеметсіз бе, {name}!\n\nБұрын жабық болады деп хабарлаған едік, бірақ кітапхана ашық: {days}.\n"
    "\nКітаптарды қайтаратын күн:\n{books}\n{sender}\n",
    "ru": "Здравствуйте, {name}!\n\nМы сообщали, что будем закрыты, но библиотека открыта: {days}.\n"
    "\nСроки возврата книг:\n{books}\n{sender}\n",
}
_OPEN_AFTER_ALL_SMS = {
    "kk": "Сәлеметсіз бе! Кітапхана ашық: {days}. {who}: {n} кітап, қайтаратын күн – {day}. {sender}",
    "ru": "Здравствуйте! Библиотека открыта: {days}. {who}: книг – {n}, вернуть до {day}. {sender}",
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
    text = _SMS[language][tone].format(who=whose(meant), n=len(meant), day=shown(first), sender=sender.short)
    return Written(subject, text)


def ready(name: str, books: Sequence[Ready], sender: Sender, language: str, *, sms: bool) -> Written:
    """Tells that holds wait on the shelf, and until when."""
    if not sms:
        text = _READY_LETTER[language].format(name=name, books=_waiting(books, language), sender=sender)
        return Written(_READY_SUBJECT[language], text)
    more = _MORE[language].format(n=len(books) - 1) if len(books) > 1 else ""
    until = min(one.until for one in books)
    text = _READY_SMS[language].format(
        who=whose(books), title=books[0].title[:60], more=more, day=shown(until), sender=sender.short
    )
    return Written(_READY_SUBJECT[language], text)


def _waiting(books: Sequence[Ready], language: str) -> str:
    return "".join(
        f"  – «{one.title}» ({one.child}), {_READY_UNTIL[language].format(day=shown(one.until))}\n"
        for one in books
    )


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


def shut_on(days: str, opens: datetime.date, language: str) -> str:
    """That the doors are shut on days soon to come, as every message says it below."""
    return _SHUT[language].format(days=days, opens=shown(opens))


def closed(
    name: str,
    days: str,
    opens: datetime.date,
    why: str,
    books: Sequence[Book],
    holds: Sequence[Ready],
    sender: Sender,
    language: str,
    day: datetime.date,
    *,
    sms: bool,
) -> Written:
    """The news that a library is closed for some days, with the due days that moved and the books that wait."""
    told = {"days": days, "opens": shown(opens)}
    subject = _CLOSED_SUBJECT[language]
    if sms:
        more = ""
        if books:
            first = shown(min(one.due_on for one in books))
            more = _CLOSED_SMS_BOOKS[language].format(who=whose(books), n=len(books), day=first)
        if holds:
            more += _CLOSED_SMS_HOLDS[language].format(day=shown(min(one.until for one in holds)))
        return Written(subject, _CLOSED_SMS[language].format(**told, more=more, sender=sender.name))
    lent = _CLOSED_BOOKS[language].format(books=listed(books, language, day)) if books else ""
    ready = _CLOSED_HOLDS[language].format(books=_waiting(holds, language)) if holds else ""
    text = _CLOSED_LETTER[language].format(
        **told, name=name, why=f" ({why})" if why else "", books=lent, holds=ready, sender=sender
    )
    return Written(subject, text)


def open_after_all(
    name: str,
    days: str,
    books: Sequence[Book],
    sender: Sender,
    language: str,
    day: datetime.date,
    *,
    sms: bool,
) -> Written:
    """The news that a closing which the family was told of is taken back, with the due days as they are now."""
    if sms:
        first = shown(min(one.due_on for one in books))
        text = _OPEN_AFTER_ALL_SMS[language].format(
            days=days, who=whose(books), n=len(books), day=first, sender=sender.name
        )
    else:
        lent = listed(books, language, day)
        text = _OPEN_AFTER_ALL[language].format(name=name, days=days, books=lent, sender=sender)
    return Written(_OPEN_AFTER_ALL_SUBJECT[language], text)
