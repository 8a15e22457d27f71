"""Invented readers. Names are put together by chance from common given names; no real person is meant."""

import datetime
import random
from dataclasses import dataclass
from typing import Any

from orda.readers.models import Reader
from orda.readers.services import NewReader, age_group_of

_BOYS = "Алихан Нұрасыл Арсен Дияр Ерасыл Мирас Санжар Темірлан Олжас Әділ Бекзат Қуаныш Данияр Айдос Ербол".split()
_GIRLS = "Айзере Аружан Томирис Інжу Ақбота Дильназ Жансая Мөлдір Сезім Назерке Ұлпан Гүлназ Әсем Балнұр Айша".split()
_RUSSIAN_BOYS = "Артём Максим Иван Кирилл Матвей Егор Степан Роман".split()
_RUSSIAN_GIRLS = "Софья Мария Алиса Полина Виктория Анна Ксения Дарья".split()
_FATHERS = "Серік Марат Асқар Нұрлан Бауыржан Қайрат Ерлан Талғат Мұрат Жандос Әлібек Рүстем".split()
_RUSSIAN_FAMILIES = "Орлов Беляев Крылов Зимин Полевой Рощин Снегирёв Лугов".split()
_STREETS = "Достық Бейбітшілік Бұлақ Жастар Алмалы Самал".split()
_LETTERS = "АӘБВГ"
RUSSIAN_SHARE = 0.22


@dataclass(frozen=True)
class Home:
    """A household: who is written to, how, and what its children are called after."""

    russian: bool
    family: str
    father: str
    grandfather: str
    phone: str
    reached_by: str
    many_children: bool

    @property
    def parent(self) -> str:
        return f"{self.family if self.russian else self.grandfather} {self.father}"

    @property
    def address(self) -> str:
        """Where books are brought to."""
        number = int("".join(sign for sign in self.phone if sign.isdigit())[-7:])
        return f"{_STREETS[number % len(_STREETS)]} көшесі, {number % 89 + 1}-үй, {number % 53 + 1}-пәтер"

    @property
    def reach(self) -> dict[str, Any]:
        """How the family is reached, as a registration form says it."""
        digits = "".join(sign for sign in self.phone if sign.isdigit())
        return {
            "email": f"u{digits[-7:]}@example.kz" if self.reached_by == "email" else "",
            "language": "ru" if self.russian else "kk",
            "reached_by": self.reached_by,
            "many_children": self.many_children,
            "consent_scope": "data messages" if self.reached_by else "data",
            "consent_signed": True,
        }


def home_of(number: int) -> Home:
    """The household of a number: now and then neighbours in number are brothers and sisters, once four of them."""
    block = number // 4
    many_children = block % 10 == 0
    first = block * 4 if many_children or number % 4 < 2 else number
    rng = random.Random(f"home:{first}")
    russian = rng.random() < RUSSIAN_SHARE
    father, grandfather = rng.sample(_FATHERS, 2)
    return Home(
        russian=russian,
        family=rng.choice(_RUSSIAN_FAMILIES),
        father=rng.choice(_RUSSIAN_BOYS) if russian else father,
        grandfather=grandfather,
        phone=f"+7 700 {first // 10_000 % 1000:03d} {first // 100 % 100:02d} {first % 100:02d}",
        reached_by=rng.choices(("email", "sms", ""), (4, 4, 2))[0],
        many_children=many_children,
    )


def invented(
    group: str, disability: bool, number: int, household: int, day: datetime.date, rng: random.Random
) -> NewReader:
    """A reader who falls into the report's group on that day. `number` makes the card, `household` the home.

    Whoever can't come is brought books.
    """
    home = home_of(household)
    boy = rng.random() < 0.5
    family, given, patronymic = _name(home, boy, rng)
    common: dict[str, Any] = {
        "family_name": family,
        "given_name": given,
        "patronymic": patronymic,
        "sex": Reader.Sex.BOY if boy else Reader.Sex.GIRL,
        "disability": disability,
        "home_delivery": disability,
        "address": home.address if disability else "",
        "card_number": card_number(number),
        **home.reach,
    }
    if group in ("0-10", "11-15"):
        return NewReader(**common, **_childs(group, home, day, rng))
    leader = group == "leaders-of-reading"
    return NewReader(
        **common,
        birth_date=day - datetime.timedelta(days=rng.randint(19 * 366, 62 * 365)),
        category=Reader.Category.LEADER if leader else Reader.Category.OTHER,
        phone=home.phone,
        consent_by=f"{family} {given}",
    )


def card_number(number: int) -> str:
    """Cards of the demo are counted, so that the same seed gives the same cards."""
    return f"D{number:08d}"


def _childs(group: str, home: Home, day: datetime.date, rng: random.Random) -> dict[str, Any]:
    """What only a child's form says."""
    youngest, oldest = (5, 10) if group == "0-10" else (11, 15)
    age = rng.randint(youngest, oldest)
    birth = day - datetime.timedelta(days=rng.randint(age * 366, (age + 1) * 365 - 2))
    assert age_group_of(birth, Reader.Category.CHILD, day) == group
    grade = min(max(age - 6, 0), 9)
    return {
        "birth_date": birth,
        "school": f"№ {rng.randint(1, 99)} мектеп" if grade else "Балабақша",
        "school_class": f"{grade}{rng.choice(_LETTERS)}" if grade else "0",
        "guardian_name": home.parent,
        "guardian_phone": home.phone,
        "consent_by": home.parent,
    }


def _name(home: Home, boy: bool, rng: random.Random) -> tuple[str, str, str]:
    """(family name, given name, patronymic)."""
    if home.russian:
        given = rng.choice(_RUSSIAN_BOYS if boy else _RUSSIAN_GIRLS)
        feminine = home.family[:-2] + "ая" if home.family.endswith("ой") else home.family + "а"
        return home.family if boy else feminine, given, ""
    given = rng.choice(_BOYS if boy else _GIRLS)
    # One word of the family name and «ұлы / қызы» of the father: both forms stand side by side in class lists.
    son_of = home.father + ("ұлы" if boy else "қызы")
    return (son_of, given, "") if rng.random() < 0.5 else (home.grandfather, given, son_of)
