"""An empty house is begun; a librarian is hired by a slip, sets a second factor, loses it, is dismissed."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.served import House, environment_of, in_a_browser, serve

pytestmark = in_a_browser

PASSWORD, HERS = "кітап оқимыз бірге", "читаем вместе 2024"
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def empty_house(new_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """A house on which nothing was done, by its name (passkeys have none for a number), and the key of its console."""
    folder: Path = tmp_path_factory.mktemp("empty-house")
    environment = environment_of(new_database, folder)
    House("", environment).orda("migrate")  # a busy machine takes its time
    with serve(environment, folder) as served:
        [key] = re.findall(r"with the key (\S+) at", (folder / "server.log").read_text())
        yield replace(served, address=served.address.replace("127.0.0.1", "localhost")), key


@pytest.fixture
def window(browser: Browser, empty_house: tuple[House, str]) -> Iterator[Any]:
    """window(language) -> a browser of its own at the empty house."""
    opened = []

    def open_one(language: str, width: int = 1280) -> Page:
        context = browser.new_context(
            base_url=empty_house[0].address, viewport={"width": width, "height": 900}
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": empty_house[0].address}])
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.fill(f"#id_{name}", text)


def shot(page: Page, name: str) -> None:
    """Wide and narrow, for whoever looks; the page never goes beyond the edge of a telephone."""
    wide = page.viewport_size
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-1280.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-360.png", full_page=True)
    page.set_viewport_size(wide)  # type: ignore[arg-type]


def sign_in(page: Page, password: str) -> None:
    page.goto("/sign-in/")
    fill(page, username="aigul", password=password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_from_an_empty_house_to_a_dismissal(empty_house: tuple[House, str], window: Any) -> None:
    house, key = empty_house
    admin = window("kk")
    admin.goto("/")
    admin.locator("main a[href='/first/']").click()

    # A stranger's guess opens nothing; the key of the console does.
    fill(admin, code="aaaa-bbbb-cccc-dddd")
    admin.keyboard.press("Enter")
    expect(admin.locator("[role=alert]")).to_be_visible()
    shot(admin, "first-key")
    fill(admin, code=key.upper())
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/first/network/")
    shot(admin, "first-network")
    fill(admin, name_kk="Қаланың кітапханалары", name_ru="Библиотеки города", code="ҚК")
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/first/library/")
    fill(admin, name_kk="Орталық кітапхана", code="ОК")
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/first/administrator/")
    fill(
        admin, family_name="Сейітов", given_name="Тимур", username="timur", password=PASSWORD, again=PASSWORD
    )
    shot(admin, "first-administrator")
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/house/")
    shot(admin, "house")
    for page, name in (
        ("/house/settings/", "settings"),
        ("/house/libraries/", "tree"),
        ("/house/deeds/", "deeds"),
    ):
        admin.goto(page)
        shot(admin, name)

    # Hired by a slip.
    admin.goto("/house/staff/new/")
    fill(admin, family_name="Нұрланқызы", given_name="Айгүл", username="aigul")
    admin.select_option("#id_language", "ru")
    admin.select_option("#id_role", "librarian")
    admin.select_option("#id_unit", index=1)
    shot(admin, "hire")
    admin.locator("form[novalidate] button.button--primary").click()
    code = admin.locator("[data-code]").inner_text()
    shot(admin, "slip")

    # She sets her password by the code of the slip, which opens once.
    hers = window("kk")
    hers.goto("/key/")
    fill(hers, code=code)
    hers.keyboard.press("Enter")
    hers.wait_for_url("**/key/*/")
    shot(hers, "key")
    fill(hers, password=HERS, again=HERS)
    hers.keyboard.press("Enter")
    expect(hers.locator("html")).to_have_attribute("lang", "ru")  # the language that was set for her
    other = window("ru")
    other.goto("/key/")
    fill(other, code=code)
    other.keyboard.press("Enter")
    expect(other.locator("[role=alert]")).to_be_visible()

    # An app as a second factor, with recovery codes; then a passkey.
    hers.goto("/me/second/")
    shot(hers, "second-factor")
    hers.goto("/me/second/app/")
    secret = (hers.locator("[data-secret]").text_content() or "").replace(" ", "")
    totp = pyotp.TOTP(secret)
    shot(hers, "app")
    fill(hers, code=totp.at(timezone.now()))
    hers.keyboard.press("Enter")
    hers.wait_for_url("**/me/second/codes/")
    recovery = hers.locator("[data-recovery]").all_inner_texts()
    assert len(recovery) == 10
    shot(hers, "recovery")
    hers.reload()  # shown once
    hers.wait_for_url("**/me/second/")
    devtools = hers.context.new_cdp_session(hers)
    devtools.send("WebAuthn.enable")
    key_of_glass = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**key_of_glass, "hasResidentKey": True}})
    hers.locator("[data-passkey=add]").click()
    expect(hers.locator("form[action*='/passkey/'] button")).to_have_count(1)

    # The password alone opens nothing; the passkey, a code of the app, a recovery code do, each code once.
    sign_out(hers)
    sign_in(hers, HERS)
    assert "/sign-in/second/" in hers.url
    shot(hers, "second-step")
    hers.locator("[data-passkey=prove]").click()
    hers.wait_for_url(f"{house.address}/")
    for used in (totp.at(timezone.now() + timedelta(seconds=30)), recovery[0]):
        sign_out(hers)
        sign_in(hers, HERS)
        fill(hers, code=used)
        hers.keyboard.press("Enter")
        hers.wait_for_url(f"{house.address}/")
    sign_out(hers)
    sign_in(hers, HERS)
    fill(hers, code=recovery[0])
    hers.keyboard.press("Enter")
    expect(hers.locator(".notice--bad[role=alert]:visible")).to_be_visible()

    # All is lost: the administrator resets it, and the password alone opens.
    admin.goto("/house/staff/?q=aigul")
    admin.locator("tbody a").click()
    shot(admin, "person")
    admin.locator("button[value=reset]").click()
    expect(admin.locator("main > .notice--good")).to_be_visible()
    sign_in(hers, HERS)
    assert hers.url == f"{house.address}/"
    hers.goto("/desk/")
    expect(hers.locator("h1, #scan").first).to_be_visible()

    # Dismissed: the open session ends with her next step, the password opens nothing.
    admin.locator("summary.button--danger").click()
    admin.locator("button[value=dismiss]").click()
    expect(admin.locator(".badge--bad")).to_be_visible()
    hers.reload()
    hers.wait_for_url("**/sign-in/?next=**")
    hers.goto("/sign-in/")
    fill(hers, username="aigul", password=HERS)
    hers.keyboard.press("Enter")
    expect(hers.locator("[role=alert]")).to_be_visible()

    # All of it stands in the log, hers and the administrator's.
    admin.goto("/house/deeds/?about=aigul")
    assert admin.locator("tbody tr").count() >= 8
    house.orda("check")
