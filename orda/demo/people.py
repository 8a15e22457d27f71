"""Invented readers. Names are put together by chance from common given names; no real person is meant."""

import datetime
import random

from orda.readers.models import Reader
from orda.readers.services import NewReader, age_group_of

_BOYS = "Алихан Нұрасыл Арсен Дияр Ерасыл Мирас Санжар Темірлан Олжас Әділ Бекзат Қуаныш Данияр Айдос Ербол".split()
_GIRLS = "Айзере Аружан Томирис Інжу Ақбота Дильназ Жансая Мөлдір Сезім Назерке Ұлпан Гүлназ Әсем Балнұр Айша".split()
_RUSSIAN_BOYS = "Артём Максим Иван Кирилл Матвей Егор Степан Роман".split()
_RUSSIAN_GIRLS = "Софья Мария Алиса Полина Виктория Анна Ксения Дарья".split()
_FATHERS = "Серік Марат Асқар Нұрлан Бауыржан Қайрат Ерлан Талғат Мұрат Жандос Әлібек Рүстем".split()
_RUSSIAN_FAMILIES = "Орлов Беляев Крылов Зимин Полевой Рощин Снегирёв Лугов".split()
_LETTERS = "АӘБВГ"
RUSSIAN_SHARE = 0.22
_REACHED_BY = ("email", "sms", "email", "", "sms")  # as families choose it


def invented(group: str, disability: bool, number: int, day: datetime.date, rng: random.Random) -> NewReader:
    """A reader who falls into the report's group on that day. `number` makes the card."""
    if group in ("0-10", "11-15"):
        return _child(group, disability, number, day, rng)
    birth = day - datetime.timedelta(days=rng.randint(19 * 366, 62 * 365))
    family, given, patronymic, _parent = _name(rng)
    return NewReader(
        family_name=family,
        given_name=given,
        patronymic=patronymic,
        birth_date=birth,
        category=Reader.Category.LEADER if group == "leaders-of-reading" else Reader.Category.OTHER,
        disability=disability,
        consent_by=f"{family} {given}",
        card_number=card_number(number),
    )


def card_number(number: int) -> str:
    """Cards of the demo are counted, so that the same seed gives the same cards."""
    return f"D{number:08d}"


def _child(group: str, disability: bool, number: int, day: datetime.date, rng: random.Random) -> NewReader:
    youngest, oldest = (5, 10) if group == "0-10" else (11, 15)
    age = rng.randint(youngest, oldest)
    birth = day - datetime.timedelta(days=rng.randint(age * 366, (age + 1) * 365 - 2))
    assert age_group_of(birth, Reader.Category.CHILD, day) == group
    family, given, patronymic, parent = _name(rng)
    grade = min(max(age - 6, 0), 9)
    return NewReader(
        family_name=family,
        given_name=given,
        patronymic=patronymic,
        birth_date=birth,
        disability=disability,
        school=f"№ {rng.randint(1, 99)} мектеп" if grade else "Балабақша",
        school_class=f"{grade}{rng.choice(_LETTERS)}" if grade else "",
        guardian_name=parent,
        guardian_phone=f"+7 700 000 {number // 100 % 100:02d} {number % 100:02d}",
        consent_by=parent,
        card_number=card_number(number),
        email=f"{card_number(number).lower()}@example.kz",
        language="kk" if patronymic or parent.split()[0] in _FATHERS else "ru",
        reached_by=_REACHED_BY[number % len(_REACHED_BY)],
    )


def _name(rng: random.Random) -> tuple[str, str, str, str]:
    """(family name, given name, patronymic, the parent's name)."""
    boy = rng.random() < 0.5
    if rng.random() < RUSSIAN_SHARE:
        family = rng.choice(_RUSSIAN_FAMILIES)
        father = rng.choice(_RUSSIAN_BOYS)
        given = rng.choice(_RUSSIAN_BOYS if boy else _RUSSIAN_GIRLS)
        feminine = family[:-2] + "ая" if family.endswith("ой") else family + "а"
        return (family if boy else feminine), given, "", f"{family} {father}"
    father, grandfather = rng.sample(_FATHERS, 2)
    given = rng.choice(_BOYS if boy else _GIRLS)
    # One word of the family name and «ұлы / қызы» of the father: both forms stand side by side in class lists.
    if rng.random() < 0.5:
        return father + ("ұлы" if boy else "қызы"), given, "", f"{father} {grandfather}"
    return grandfather, given, father + ("ұлы" if boy else "қызы"), f"{grandfather} {father}"
