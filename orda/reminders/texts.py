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
_SLIP_SUBJECT = {"kk": "Кітаптарды қайтаратын күндер", "ru": "Сроки возврата книг"}
_SLIP_LETTER = {
    "kk": "Сәлеметсіз бе, {name}!\n\nКітапханадан алынған кітаптар және оларды қайтаратын күн:\n{books}\n{sender}\n",
    "ru": "Здравствуйте, {name}!\n\nКниги, взятые в библиотеке, и сроки их возврата:\n{books}\n{sender}\n",
}
_SLIP_SMS = {
    "kk": "{who}: {n} кітап, қайтаратын күн – {day}. {sender}",
    "ru": "{who}: книг – {n}, вернуть до {day}. {sender}",
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


def slip(
    name: str, books: Sequence[Book], sender: Sender, language: str, day: datetime.date, *, sms: bool
) -> Written:
    """The due days of what a reader has at home; by SMS the first of them."""
    if sms:
        first = shown(min(one.due_on for one in books))
        text = _SLIP_SMS[language].format(who=whose(books), n=len(books), day=first, sender=sender.name)
    else:
        text = _SLIP_LETTER[language].format(name=name, books=listed(books, language, day), sender=sender)
    return Written(_SLIP_SUBJECT[language], text)


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
        text = _CAMPAIGN_SMS[language].format(who=whose(books), n=len(books), sender=sender.name, **told)
    else:
        listed = listed(books, language, day)
        text = _CAMPAIGN_LETTER[language].format(name=name, books=listed, sender=sender, **told)
    return Written(called[:200], text)


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


@dataclass(frozen=True)
class ClaimWords:
    """A claim letter's fixed words in its language."""

    title: str
    to: str
    begins: str
    heads: tuple[str, ...]
    ends: tuple[str, ...]
    signature: str


_CLAIM = {
    "kk": ClaimWords(
        "Мерзімі өткен кітаптар туралы хат",
        "Кімге: {name}",
        "Сәлеметсіз бе! Кітапханамыздан алынған мына кітаптардың қайтару мерзімі өтіп кетті:",
        ("№", "Оқырман", "Кітап", "Түгендеу нөмірі", "Мерзімі", "Бағасы, теңге"),
        (
            "Кітаптарды {until} күніне дейін кітапханаға қайтаруыңызды сұраймыз. Әлі керек болса, мерзімін ұзарту "
            "туралы бірге келісейік.",
            "Кітап жоғалған немесе бүлінген болса, кітапхананы пайдалану қағидалары бойынша оны сондай не құны тең "
            "кітаппен ауыстыруға немесе нарықтық құнын өтеуге болады. Айыппұл алынбайды.",
            "Кітаптар қайтарылып қойған болса, бұл хатты елемеңіз, рахмет!",
        ),
        "Кітапханашы",
    ),
    "ru": ClaimWords(
        "Письмо о книгах, срок которых истёк",
        "Кому: {name}",
        "Здравствуйте! Срок пользования этими книгами нашей библиотеки истёк:",
        ("№", "Читатель", "Книга", "Инвентарный номер", "Срок", "Цена, тенге"),
        (
            "Просим вернуть книги в библиотеку до {until}. Если они ещё нужны, давайте договоримся о продлении срока.",
            "Если книга утеряна или испорчена, по правилам пользования библиотекой её можно заменить такой же или "
            "равноценной либо возместить рыночную стоимость. Штрафов мы не берём.",
            "Если книги уже возвращены, не обращайте внимания на это письмо, спасибо!",
        ),
        "Библиотекарь",
    ),
}


def claim(name: str, language: str, until: datetime.date) -> ClaimWords:
    """The words of a claim letter. Source: rules of use (same or equal book, else market value; no fines)."""
    words = _CLAIM[language]
    return ClaimWords(
        words.title,
        words.to.format(name=name),
        words.begins,
        words.heads,
        tuple(part.format(until=shown(until)) for part in words.ends),
        words.signature,
    )


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
