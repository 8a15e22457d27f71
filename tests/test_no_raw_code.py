"""No page shows a code of the program: every page of staff and guests is walked in three languages."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from orda.circulation.services import count_visit, give_back, lend
from orda.circulation.services import place_hold as hold
from orda.diary.measures import ACTS, DIMENSIONS, MEASURES
from orda.events.models import Direction, Form
from orda.events.services import hold_event
from orda.network import clock
from orda.network.models import Role, Unit
from tests.house import a_library, a_reader, copies_in_stock
from tests.test_every_page import PAGES

pytestmark = pytest.mark.any_database

# What is a code and no word of a language: a lower-case word with a low line, of a registry or of a list of choices.
_SHAPE = re.compile(r"(?<!orda )(?<![\w./#&?=%:-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w(=])")
# Registers of tables and columns for people who write SQL, and the open data's: there a code is what is said.
SAID_IN_CODE = {"expert", "expert_sql", "open_data_dictionary", "open_data"}
_NOT_SEEN = re.compile(r"<(script|style|code|pre|textarea)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@pytest.fixture
def house(db: None) -> Unit:
    """A library in which each kind of thing happened today."""
    library = a_library(library_type="central")
    copies = copies_in_stock(library, 4)
    reader = a_reader(library)
    form = Form.objects.create(
        code="story_time", name_kk="Ертегі сағаты", name_ru="Час сказки", name_en="Story time"
    )
    direction = Direction.objects.create(
        code="history", name_kk="Өлкетану", name_ru="Краеведение", name_en="Local lore"
    )
    hold_event(
        **{"library": library, "day": clock.today(), "title": "Ертегі", "form": form, "direction": direction},
        **{"channel": "offline", "audience": "grades_5_9", "attendance": 24, "counts_visits": True},
    )
    for copy in copies[:2]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
    give_back(copies[0].barcode, library_id=library.pk)
    hold(copies[1].record_id, a_reader(library).pk, library_id=library.pk)
    count_visit(library_id=library.pk, quantity=25, purpose="event")
    return library


def seen(html: str) -> str:
    return _TAG.sub(" ", _NOT_SEEN.sub(" ", html))


def addresses() -> Iterator[tuple[str, str]]:
    for name, page in PAGES.items():
        if page.method != "get" or name in SAID_IN_CODE:
            continue
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue  # a page of one thing


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_page_shows_a_code(house: Unit, client_as, language: str) -> None:
    shown: dict[str, set[str]] = {}
    for role in (Role.LIBRARIAN, Role.DIRECTOR, Role.METHODOLOGIST, Role.ADMINISTRATOR):
        client = client_as(role, house if role == Role.LIBRARIAN else house.parent)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        for name, address in addresses():
            answer = client.get(address)
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                shown.setdefault(name, set()).update(_SHAPE.findall(seen(answer.content.decode())))
    assert len(shown) > 40  # the walk came somewhere
    assert {name: codes for name, codes in shown.items() if codes} == {}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_days_lines_are_told_in_words(house: Unit, client_as, language: str) -> None:
    client: Client = client_as(Role.LIBRARIAN, house)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = seen(client.get(reverse("diary_lines")).content.decode())
    word = {"kk": "Ертегі сағаты", "ru": "Час сказки", "en": "Story time"}[language]
    assert word in page
    assert "story_time" not in page
    assert "grades_5_9" not in page
    assert "history" not in page  # a code without a low line


def test_the_walk_would_see_a_code() -> None:
    """Each code of the registry with a low line has the shape that is looked for, as it stands in a cell."""
    codes = [*MEASURES, *ACTS, *(value for one in DIMENSIONS.values() for value in one.values or {})]
    for code in codes:
        if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)+", code):
            assert _SHAPE.findall(seen(f"<td>{code}, a word</td>")) == [code]
