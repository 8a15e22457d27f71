"""Sample records for the demo: well-known children's books and generated editions, as MARC 21 in UTF-8.

The titles of works.csv are real books; publishers, years and volumes are put together by chance, and non-fiction
titles from topics.csv, so that a record of the demo describes no particular edition.
"""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from orda.catalog.fields import Description
from orda.catalog.writing import write_record

DATA = Path(__file__).parent / "data"
AGENCY = "KZ-DEMO"
FICTION = "fiction_philology"
_MARC_LANGUAGE = {"kk": "kaz", "ru": "rus", "other": "eng"}
_PUBLISHERS = {
    "kaz": ("Алматы: Аруна", "Алматы: Мектеп", "Алматы: Атамұра", "Астана: Фолиант", "Алматы: Алматыкітап"),
    "rus": (
        "Москва: Детская литература",
        "Москва: Эксмо",
        "Москва: АСТ",
        "Алматы: Жалын",
        "Санкт-Петербург: Азбука",
    ),
    "eng": ("London: Puffin", "Oxford: Oxford University Press", "New York: Scholastic"),
}
_FORMS = {
    "kaz": (
        *("Балалар энциклопедиясы", "Суретті кітап", "Танымдық әңгімелер", "Сұрақтар мен жауаптар", "Атлас"),
        *(
            "Оқушыға көмек",
            "Алғашқы кітабым",
            "Қызықты деректер",
            "Тәжірибелер",
            "Анықтамалық",
            "Хрестоматия",
        ),
        *("Ойын кітап", "Мектеп кітапханасы", "Жас ғалымға"),
    ),
    "rus": (
        *(
            "Детская энциклопедия",
            "Книга с картинками",
            "Познавательные рассказы",
            "Вопросы и ответы",
            "Атлас",
        ),
        *("В помощь школьнику", "Моя первая книга", "Интересные факты", "Опыты", "Справочник", "Хрестоматия"),
        *("Книга-игра", "Школьная библиотека", "Юному учёному"),
    ),
}
_GENRES = {
    "kaz": (
        *("Әңгімелер", "Өлеңдер", "Повестер", "Таңдамалы", "Ертегілер", "Хикаяттар", "Балаларға тарту"),
        *("Шығармалар жинағы", "Мысалдар", "Поэмалар"),
    ),
    "rus": (
        *("Рассказы", "Стихи", "Повести", "Избранное", "Сказки", "Стихи и сказки", "Лучшее детям"),
        *("Собрание сочинений", "Рассказы и повести", "Любимые истории"),
    ),
}
_AUDIENCES = ("0+", "6+", "6+", "12+")


@dataclass(frozen=True)
class Sample:
    """A record's bytes, and the subject field and report language (kk, ru, other) under which it is counted."""

    marc: bytes
    subject_field: str
    language: str


@dataclass(frozen=True)
class _Work:
    title: str
    author: str
    bbk: str
    audience: str


def sample_records(mix: Mapping[tuple[str, str], int], seed: int, first: int = 1) -> Iterator[Sample]:
    """As many records as `mix` asks for of each (subject field, report language), numbered from `first` on."""
    number = first
    for (subject_field, language), count in sorted(mix.items()):
        rng = random.Random(f"{seed}:{subject_field}:{language}:{first}")
        works = _works(subject_field, _MARC_LANGUAGE[language])
        for place in range(count):
            marc = _edition(works[place % len(works)], _MARC_LANGUAGE[language], number, rng)
            yield Sample(marc, subject_field, language)
            number += 1


def _edition(work: _Work, language: str, number: int, rng: random.Random) -> bytes:
    place, _colon, publisher = rng.choice(_PUBLISHERS[language]).partition(": ")
    said = Description(
        control_number=f"demo{number:08d}",
        title=work.title,
        author=work.author,
        language=language,
        year=min(2022, 1962 + int(61 * rng.random() ** 0.6)),
        place=place,
        publisher=publisher,
        extent=f"{rng.randrange(16, 420, 8)} {'б.' if language == 'kaz' else 'с.' if language == 'rus' else 'p.'}",
        audience=work.audience,
        bbk=work.bbk,
    )
    return write_record(said, "marc21", agency=AGENCY)


@cache
def _works(subject_field: str, language: str) -> Sequence[_Work]:
    """The titles of a field in a language: the well-known first, then those put together."""
    if subject_field != FICTION:
        return [
            _Work(f"{topic}. {form}", "", bbk, "6+")
            for form in _FORMS[language]
            for topic, bbk in _topics(subject_field, language)
        ]
    known = [
        _Work(row["title"], row["author"], row["class"], row["audience"])
        for row in _rows("works.csv")
        if row["language"] == language
    ]
    authors = list(dict.fromkeys((work.author, work.bbk) for work in known if work.author))
    return known + [
        _Work(genre, author, bbk, _AUDIENCES[place % len(_AUDIENCES)])
        for genre in _GENRES.get(language, ())
        for place, (author, bbk) in enumerate(authors)
    ]


def _topics(subject_field: str, language: str) -> list[tuple[str, str]]:
    column = {"kaz": "kk", "rus": "ru"}[language]
    return [(row[column], row["class"]) for row in _rows("topics.csv") if row["field"] == subject_field]


@cache
def _rows(table: str) -> list[dict[str, str]]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
