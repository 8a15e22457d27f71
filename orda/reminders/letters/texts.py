"""The fixed words of a claim letter, in the parent's language."""

import datetime
from dataclasses import dataclass

from orda.reminders.messages.texts import shown


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
