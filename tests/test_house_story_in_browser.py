"""The first weeks of a house, played by who begins it, in Kazakh and in Russian: from nothing to a backup put back."""

import datetime
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.desks import ROOT
from tests.served import House, environment_of, in_a_browser, serve
from tests.test_administrator_in_browser import HERS, PASSWORD, fill, shot

pytestmark = in_a_browser

WEEK = datetime.timedelta(days=6)
# What is said of the closing before it is done: of the loan that moves and of the event that stands on its days.
SAID = {
    "kk": ("қайтару күні кейінге жылжиды", "жабық күнге тура келеді", "бұрынғы қалпына келеді"),
    "ru": ("срок возврата переносится позже", "приходится на закрытый день", "возвращается прежний срок"),
}


@dataclass
class Story:
    """An empty house, the language in which it is played, and windows of people at it."""

    house: House
    key: str
    language: str
    window: Callable[[House], Page]


@pytest.fixture(params=["kk", "ru"])
def story(
    request: Any, browser: Browser, another_database: Callable[..., Any], tmp_path: Path
) -> Iterator[Story]:
    folder, opened = tmp_path / "first", []
    folder.mkdir()

    def window(house: House) -> Page:
        context = browser.new_context(
            base_url=house.address,
            viewport={"width": 1280, "height": 900},
            locale=f"{request.param}-KZ",
        )
        context.add_cookies([{"name": "django_language", "value": request.param, "url": house.address}])
        opened.append(context)
        return context.new_page()

    with another_database("orda_story") as url:
        environment = _today_is_today(url, folder)
        House("", environment).orda("migrate")
        with serve(environment, folder) as house:
            [key] = re.findall(r"with the key (\S+) at", (folder / "server.log").read_text())
            yield Story(house, key, request.param, window)
            for context in opened:
                context.close()


def _today_is_today(url: str, folder: Path) -> dict[str, str]:
    environment = environment_of(url, folder)
    del environment["ORDA_DEMO_YEAR"]
    return environment


def test_a_house_is_begun_and_lives_through_its_first_weeks(
    story: Story, another_database: Callable[..., Any], tmp_path: Path
) -> None:
    admin = story.window(story.house)
    begins_the_house(admin, story)
    opens_a_branch(admin, story)
    sets_the_hours(admin, story)
    librarian = hires_a_librarian(admin, story)
    lends(librarian, story, books_come(story.house)[0])
    closes_for_a_week(admin, librarian, story)
    loses_the_second_factor(admin, story)
    restores_a_backup(admin, story, another_database, tmp_path)


def begins_the_house(page: Page, story: Story) -> None:
    page.goto("/")
    page.locator("main a[href='/first/']").click()
    shot(page, f"{story.language}-01-key")
    fill(page, code=story.key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/first/network/")
    shot(page, f"{story.language}-02-network")
    fill(page, name_kk="Қарағанды кітапханалары", name_ru="Библиотеки Караганды", code="ҚК")
    page.keyboard.press("Enter")
    page.wait_for_url("**/first/library/")
    shot(page, f"{story.language}-03-library")
    fill(page, name_kk="Орталық кітапхана", name_ru="Центральная библиотека", code="ОК")
    page.keyboard.press("Enter")
    page.wait_for_url("**/first/administrator/")
    fill(page, family_name="Сейітов", given_name="Тимур", username="timur", password=PASSWORD, again=PASSWORD)
    shot(page, f"{story.language}-04-administrator")
    page.keyboard.press("Enter")
    page.wait_for_url("**/house/")
    expect(page.locator("html")).to_have_attribute("lang", story.language)
    shot(page, f"{story.language}-05-house")
    page.goto("/")
    shot(page, f"{story.language}-06-home")


def opens_a_branch(page: Page, story: Story) -> None:
    page.goto("/house/libraries/")
    page.get_by_role("link", name=re.compile("Қарағанды|Караганд")).click()
    page.locator("a[href$='/open/']").first.click()
    fill(page, code="5б", name_kk="№5 филиал", name_ru="Филиал №5", name_en="Branch 5")
    fill(page, address="Ерубаев көшесі, 12")
    page.select_option("#id_library_type", "children")
    page.select_option("#id_cohort", "children")
    shot(page, f"{story.language}-10-open")
    page.locator("form[novalidate] button.button--primary").click()
    expect(page.locator("main > .notice--good")).to_be_visible()
    shot(page, f"{story.language}-11-branch")
    page.goto("/house/libraries/")
    shot(page, f"{story.language}-12-tree")


def sets_the_hours(page: Page, story: Story) -> None:
    """For all libraries at once; the branch has a week of its own."""
    page.goto("/calendar/")
    shot(page, f"{story.language}-20-calendar")
    page.locator("a[href='/calendar/week/']").click()
    for day in range(1, 7):
        fill(page, **{f"opens{day}": "09:00", f"closes{day}": "18:00"})
    fill(page, break_from1="13:00", break_to1="14:00")
    page.uncheck("#id_open7")
    fill(page, since=str(datetime.date.today()))
    shot(page, f"{story.language}-21-week")
    page.locator("form[novalidate] button.button--primary").click()
    shot(page, f"{story.language}-22-week-sure")
    page.locator("button[name=sure]").click()
    expect(page.locator("main > .notice--good")).to_be_visible()
    shot(page, f"{story.language}-23-calendar")
    page.goto("/calendar/holidays/")
    shot(page, f"{story.language}-24-holidays")
    guest = story.window(story.house)
    guest.goto("/")
    shot(guest, f"{story.language}-25-guest-home")
    guest.goto("/calendar/hours/")
    expect(guest.locator("main")).to_contain_text("09:00–18:00")
    shot(guest, f"{story.language}-26-guest-hours")


def hires_a_librarian(admin: Page, story: Story) -> Page:
    """The link of the slip lets her set a password of her own, once."""
    admin.goto("/house/staff/new/")
    fill(admin, family_name="Нұрланқызы", given_name="Айгүл", username="aigul")
    admin.select_option("#id_language", story.language)
    admin.select_option("#id_role", "librarian")
    admin.select_option("#id_unit", admin.locator("#id_unit option", has_text="5б").get_attribute("value"))
    shot(admin, f"{story.language}-30-hire")
    admin.locator("form[novalidate] button.button--primary").click()
    link = admin.locator("a.slip__link").get_attribute("href") or ""
    shot(admin, f"{story.language}-31-slip")
    hers, stranger = story.window(story.house), story.window(story.house)
    hers.goto(link)
    shot(hers, f"{story.language}-32-link")
    fill(hers, password=HERS, again=HERS)
    hers.keyboard.press("Enter")
    hers.wait_for_url(lambda url: "/key/" not in url)
    expect(hers.locator("html")).to_have_attribute("lang", story.language)
    shot(hers, f"{story.language}-33-signed-in")
    stranger.goto(link)
    expect(stranger.locator("#id_password")).to_have_count(0)
    shot(stranger, f"{story.language}-34-link-again")
    hers.context.clear_cookies(name="sessionid")
    sign_in(hers, story.house, "aigul", HERS)
    shot(hers, f"{story.language}-35-her-home")
    return hers


def sign_in(page: Page, house: House, username: str, password: str) -> None:
    page.goto(f"{house.address}/sign-in/")
    fill(page, username=username, password=password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))


def books_come(house: House) -> list[str]:
    """The labels of two books of the branch, as an import brings them."""
    return _in_the_house(
        house,
        "from orda.network.models import Unit\nfrom tests.house import copies_in_stock\n"
        "print(*(copy.barcode for copy in copies_in_stock(Unit.objects.get(code='5б'), 2)))",
    ).split()


def an_event_is_planned(house: House, day: datetime.date) -> None:
    """The branch has an event of the plan on a day."""
    _in_the_house(
        house,
        "from orda.events.models import Direction, Form, PlannedEvent\n"
        "from orda.network.models import Unit\n"
        f"told = dict(year={day.year}, number=1, title='Ертегілер күні', first_day='{day}', last_day='{day}')\n"
        "names = dict(name_kk='а', name_ru='а', name_en='а')\n"
        "lists = [(Direction.objects.first() or Direction.objects.create(code='d', **names)),\n"
        "    (Form.objects.first() or Form.objects.create(code='f', **names))]\n"
        "event = PlannedEvent.objects.create(direction=lists[0], form=lists[1], **told)\n"
        "event.performers.add(Unit.objects.get(code='5б'))",
    )


def _in_the_house(house: House, lines: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{lines}"],
        env={**house.environment, "DJANGO_SETTINGS_MODULE": "orda.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def lends(page: Page, story: Story, barcode: str) -> None:
    """A child is registered and takes a book home."""
    page.goto("/desk/")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.press("F2")
    page.wait_for_url("**/readers/new/")
    fill(page, family_name="Серікқызы", given_name="Аружан", birth_date="2018-03-08")
    fill(page, guardian_name="Серік Әлібек", consent_by="Серік Әлібек")
    page.check("#id_consent_signed")
    page.keyboard.press("Enter")
    page.locator("form[action*='/desk/reader/'] button").click()
    expect(page.locator("#reader-name")).to_contain_text("Аружан")
    page.keyboard.type(barcode)
    page.keyboard.press("Enter")
    expect(page.locator(".desk__loans tbody tr")).to_have_count(1)
    shot(page, f"{story.language}-40-desk")


def due_day(page: Page) -> datetime.date:
    """When the book of the reader who stands at the desk is due."""
    page.goto("/desk/")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type("Серікқызы")
    page.keyboard.press("Enter")
    expect(page.locator(".desk__loans tbody tr")).to_have_count(1)
    found = re.search(r"(\d\d)\.(\d\d)\.(\d{4})", page.locator(".desk__loans tbody tr").inner_text())
    assert found
    day, month, year = map(int, found.groups())
    return datetime.date(year, month, day)


def closes_for_a_week(admin: Page, librarian: Page, story: Story) -> None:
    """A burst pipe: what it moves is said, done, and taken back as well."""
    before, (later, event, back) = due_day(librarian), SAID[story.language]
    first, last = before - datetime.timedelta(days=2), before + datetime.timedelta(days=4)
    an_event_is_planned(story.house, before)
    admin.goto("/calendar/")
    admin.select_option("#id_unit", admin.locator("#id_unit option", has_text="5").get_attribute("value"))
    fill(admin, first=str(first), last=str(last), note="құбыр жарылды")
    admin.select_option("#id_kind", index=1)
    admin.locator("form[action='/calendar/closings/'] button.button--primary").click()
    moves = admin.locator("[aria-labelledby=moves]")
    expect(moves).to_contain_text(later)
    expect(moves).to_contain_text(event)
    shot(admin, f"{story.language}-50-sure")
    assert due_day(librarian) == before  # said, not done
    admin.locator("button[name=sure]").click()
    expect(admin.locator("main > .notice--good")).to_contain_text(later)
    shot(admin, f"{story.language}-51-closed")
    after = due_day(librarian)
    assert last < after <= last + 2 * WEEK
    librarian.goto("/")
    expect(librarian.locator("main")).to_contain_text("Ертегілер күні")
    shot(librarian, f"{story.language}-52-her-duties")
    guest = story.window(story.house)
    guest.goto("/calendar/hours/")
    expect(guest.locator("main")).to_contain_text(f"{first:%d.%m.%Y}")
    shot(guest, f"{story.language}-53-guest-hours")

    row = admin.locator("[aria-labelledby=closings] tbody tr")
    expect(row).to_have_count(1)
    row.locator("button").click()
    expect(admin.locator("[aria-labelledby=moves]")).to_contain_text(back)
    shot(admin, f"{story.language}-54-take-back")
    admin.locator("button[name=sure]").click()
    expect(admin.locator("main > .notice--good")).to_be_visible()
    expect(row).to_have_count(0)
    assert due_day(librarian) == before
    librarian.goto("/")
    expect(librarian.locator("main")).not_to_contain_text("Ертегілер күні")


def loses_the_second_factor(admin: Page, story: Story) -> None:
    """The telephone is gone: a recovery code opens, once. The codes are gone too: the machine's console opens."""
    admin.goto("/me/second/")
    shot(admin, f"{story.language}-60-second")
    admin.goto("/me/second/app/")
    secret = (admin.locator("[data-secret]").text_content() or "").replace(" ", "")
    shot(admin, f"{story.language}-61-app")
    fill(admin, code=pyotp.TOTP(secret).at(timezone.now()))
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/me/second/codes/")
    recovery = admin.locator("[data-recovery]").all_inner_texts()
    shot(admin, f"{story.language}-62-codes")

    admin.context.clear_cookies(name="sessionid")
    sign_in(admin, story.house, "timur", PASSWORD)
    assert "/sign-in/second/" in admin.url
    shot(admin, f"{story.language}-63-second-step")
    fill(admin, code=recovery[0])
    admin.keyboard.press("Enter")
    admin.wait_for_url(f"{story.house.address}/")
    admin.goto("/me/second/")
    shot(admin, f"{story.language}-64-one-code-less")

    admin.context.clear_cookies(name="sessionid")
    story.house.orda("reset_second_factor", "timur")
    sign_in(admin, story.house, "timur", PASSWORD)
    assert admin.url == f"{story.house.address}/"


def restores_a_backup(
    admin: Page, story: Story, another_database: Callable[..., Any], tmp_path: Path
) -> None:
    """The machine burns down; on another one the house lives on as it was copied away."""
    key = tmp_path / "key.txt"
    told = story.house.orda("backup", "--new-key", str(key))
    story.house.orda("backup", str(tmp_path / "backups"), "--to", told.splitlines()[0].partition("=")[2])
    (made,) = (tmp_path / "backups").glob("orda-*")
    admin.goto("/house/")
    shot(admin, f"{story.language}-70-house")
    folder = tmp_path / "second"
    folder.mkdir()
    with another_database("orda_story_again") as url:
        environment = _today_is_today(url, folder)
        said = House("", environment).orda("restore", str(made), "--key", str(key))
        assert "equal to what was copied away" in said
        assert said.rstrip().endswith("done")
        assert _whole(House("", environment)) == _whole(story.house)
        with serve(environment, folder) as house:
            house.orda("check")
            librarian, again = story.window(house), story.window(house)
            sign_in(librarian, house, "aigul", HERS)
            assert due_day(librarian)
            sign_in(again, house, "timur", PASSWORD)
            again.goto("/house/")
            shot(again, f"{story.language}-71-house-again")
            again.goto("/house/deeds/")
            expect(again.locator("main")).to_contain_text("aigul")


def _whole(house: House) -> str:
    """Each table of the house with its number of rows, but those that any sign-in or command adds to."""
    return _in_the_house(
        house,
        "from django.apps import apps\n"
        "for model in sorted(apps.get_models(), key=lambda one: one._meta.label):\n"
        "    if model._meta.label not in ('sessions.Session', 'network.Run'):\n"
        "        print(model._meta.label, model.objects.count())",
    )
