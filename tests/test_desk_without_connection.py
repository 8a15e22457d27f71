"""The network is cut for an hour's worth of acts at a desk in a real browser; then everything is written, once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.desks import ROOT
from tests.first_library import PASSWORD
from tests.served import House, in_a_browser
from tests.wire import Wire, wire_to

pytestmark = in_a_browser

COPIES, READERS = 40, 8

MAKE = f"""
import json
from orda.network.models import Unit
from orda.stock.services import take_in
from tests.house import a_reader, a_record, new_copies
from itertools import count
import tests.house
tests.house._numbers = count(5000)
library = Unit.objects.get(code="ОҚК")
copies = new_copies(a_record(library), {COPIES})
take_in(copies, library=library, supply="gift")
readers = [a_reader(library, given_name="Дана") for _ in range({READERS})]
print(json.dumps([[one.barcode for one in copies], [one.card_number for one in readers]]))
"""
COUNT = """
import json
from orda.circulation.models import Loan, OfflineAct, Renewal, Visit
from django.db.models import Sum
print(json.dumps({"open": Loan.objects.filter(state="open").count(), "all": Loan.objects.count(),
    "acts": OfflineAct.objects.count(), "conflicts": OfflineAct.objects.filter(outcome="conflict").count(),
    "renewals": Renewal.objects.count(), "visits": Visit.objects.aggregate(n=Sum("quantity"))["n"] or 0}))
"""


def told(served: House, code: str) -> Any:
    """What a program prints that runs on the same installation."""
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "orda.settings"}
    whole = f"import django; django.setup()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", whole], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def stock(house: tuple[House, dict[str, Any]]) -> tuple[list[str], list[str]]:
    copies, cards = told(house[0], MAKE)
    return copies, cards


@pytest.fixture
def wire(house: tuple[House, dict[str, Any]]) -> Iterator[Wire]:
    with wire_to(urlsplit(house[0].address).port or 0) as wire:
        yield wire


@pytest.fixture
def window(browser: Browser, wire: Wire) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=wire.address, locale="kk-KZ")
    yield context
    context.close()


@pytest.fixture
def desk(window: BrowserContext, stock: tuple[list[str], list[str]]) -> Page:
    """The desk, signed in, with everything taken along."""
    page = window.new_page()
    page.goto("/sign-in/")
    page.fill("#id_username", "aigul")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto("/desk/")
    expect(page.locator("#desk[data-ready]")).to_be_attached(timeout=15_000)
    return page


def scan(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def waiting(page: Page) -> int:
    return int(page.locator("#waiting").inner_text())


def test_an_hour_without_a_connection_is_written_once(
    desk: Page,
    window: BrowserContext,
    wire: Wire,
    house: tuple[House, dict[str, Any]],
    stock: tuple[list[str], list[str]],
) -> None:
    served, (copies, cards) = house[0], stock
    before = told(served, COUNT)

    # In the middle of the work the connection is gone: the desk turns into the one that works alone.
    scan(desk, cards[0])
    expect(desk.locator("#reader-name")).to_be_visible()
    wire.cut()
    scan(desk, copies[0])
    desk.wait_for_url("**/desk/offline/")
    expect(desk.locator("#waiting")).to_have_text("1")
    expect(desk.locator("#state")).to_contain_text("Байланыс жоқ")

    # Forty loans, five to a reader, thirty returns, three classes, two renewals; one loan is taken back by F8.
    for n, card in enumerate(cards):
        scan(desk, card)
        for barcode in copies[n * 5 + (n == 0) : n * 5 + 5]:
            scan(desk, barcode)
        desk.keyboard.press("Escape")
    expect(desk.locator("#waiting")).to_have_text("40")
    desk.keyboard.press("F8")
    expect(desk.locator("#waiting")).to_have_text("39")
    for barcode in copies[:30]:
        scan(desk, barcode)
    for _class in range(2):
        scan(desk, "25+")
    scan(desk, "25*")
    expect(desk.locator("#waiting")).to_have_text("72")
    desk.keyboard.press("F1")
    expect(desk.locator("[data-key=F1]")).to_have_attribute("aria-pressed", "true")
    scan(desk, copies[31])
    scan(desk, copies[0])  # it came back a moment ago: nothing to renew
    expect(desk.locator("#says")).to_contain_text(copies[0])
    scan(desk, copies[32])
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-key=F1]")).to_have_attribute("aria-pressed", "false")
    expect(desk.locator("#waiting")).to_have_text("74")

    # The browser is closed and opened again in the middle: the acts are still there, and nobody can read them.
    desk.close()
    again = window.new_page()
    again.goto("/desk/")
    expect(again.locator("#waiting")).to_have_text("74")
    kept = again.evaluate(READ_STORE)
    assert len(kept) == 74
    assert not any(number in json.dumps(kept) for number in (*copies, *cards))
    # It still knows what is out: the next scan of a lent copy is a return.
    scan(again, copies[30])
    expect(again.locator("#waiting")).to_have_text("75")
    expect(again.locator("#says")).to_contain_text("Қайтарылды")
    assert told(served, COUNT) == before

    wire.mend()
    expect(again.locator("#waiting")).to_have_text("0", timeout=30_000)
    after = told(served, COUNT)
    assert after["acts"] - before["acts"] == 75
    assert (
        after["renewals"] == before["renewals"]
    )  # lent today, they would gain no day: done, and nothing written
    assert after["all"] - before["all"] == 39
    assert after["open"] - before["open"] == 39 - 31
    assert after["visits"] - before["visits"] == 75
    assert after["conflicts"] == before["conflicts"]
    served.orda("check")  # fails where the diary and the acts differ

    # The messages are sent once more, as if their answers had been lost: nothing is done twice.
    again.evaluate(WRITE_STORE, kept)
    again.goto("/desk/")
    expect(again.locator("#offline-come")).to_be_visible(timeout=15_000)
    assert told(served, COUNT) == after


def test_it_knows_what_is_put_by_and_for_whose_card(
    desk: Page, wire: Wire, house: tuple[House, dict[str, Any]], stock: tuple[list[str], list[str]]
) -> None:
    served, (copies, cards) = house[0], stock
    told(served, PUT_BY.format(barcode=copies[38], card=cards[2]))
    before = told(served, COUNT)
    desk.goto("/desk/")
    expect(desk.locator("#desk[data-ready]")).to_be_attached(timeout=15_000)
    wire.cut()
    desk.goto("/desk/")
    expect(desk.locator("#known")).to_contain_text("·")
    scan(desk, cards[3])
    expect(desk.locator("#reader")).to_be_visible()
    scan(desk, copies[38])
    expect(desk.locator("#says")).to_contain_text("басқа оқырманға арналған")
    expect(desk.locator("#waiting")).to_have_text("0")
    # What it doesn't know it asks about, and about nothing else.
    expect(desk.locator("#ask")).to_be_hidden()
    scan(desk, "NEW-77")
    expect(desk.locator("#ask")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#ask")).to_be_hidden()
    scan(desk, cards[2])
    expect(desk.locator("#says")).to_contain_text("Тапсырыс сөресінде осы оқырманға: 1")
    scan(desk, copies[38])
    expect(desk.locator("#waiting")).to_have_text("1")
    wire.mend()
    expect(desk.locator("#waiting")).to_have_text("0", timeout=30_000)
    assert told(served, COUNT)["conflicts"] == before["conflicts"]
    assert told(served, COUNT)["open"] == before["open"] + 1


def test_what_stood_in_its_way_is_said_and_settled(
    desk: Page, wire: Wire, house: tuple[House, dict[str, Any]], stock: tuple[list[str], list[str]]
) -> None:
    served, (copies, cards) = house[0], stock
    wire.cut()
    desk.goto("/desk/")
    scan(desk, cards[1])
    scan(desk, copies[39])
    expect(desk.locator("#waiting")).to_have_text("1")
    # Meanwhile the reader is blocked at another library.
    served.orda(
        "shell",
        "--no-imports",
        "-c",
        "from orda.readers.models import Reader; from orda.readers.services import block;"
        f" block(Reader.objects.get(card_number='{cards[1]}'), 'Анықтау керек')",
    )
    wire.mend()
    link = desk.locator("#state a")
    expect(link).to_be_visible(timeout=30_000)
    link.click()
    expect(desk.locator("main")).to_contain_text("Анықтау керек")
    expect(desk.locator("main")).to_contain_text(copies[39])
    desk.get_by_role("button", name="Осы күйінде қалдыру").click()
    expect(desk.locator("main")).not_to_contain_text("Осы күйінде қалдыру")


def test_it_lends_to_the_reading_room_and_notes_holds_as_the_desk_does(
    desk: Page, wire: Wire, house: tuple[House, dict[str, Any]], stock: tuple[list[str], list[str]]
) -> None:
    served, (copies, cards) = house[0], stock
    before = told(served, COUNT)
    desk.keyboard.press("F4")
    expect(desk.locator("[data-key=F4]")).to_have_attribute("aria-pressed", "true")
    wire.cut()
    desk.goto("/desk/")
    expect(desk.locator("#room")).to_have_attribute("aria-pressed", "true")  # it is remembered
    scan(desk, cards[4])
    scan(desk, copies[20])
    expect(desk.locator("#waiting")).to_have_text("1")
    desk.keyboard.press("F4")
    expect(desk.locator("#room")).to_have_attribute("aria-pressed", "false")
    scan(desk, copies[21])
    expect(desk.locator("#waiting")).to_have_text("2")
    # Another reader waits for the title that has just gone.
    desk.keyboard.press("Escape")
    desk.locator("#holding").click()
    expect(desk.locator("#says")).to_contain_text("Алдымен оқырман билетін")
    scan(desk, cards[5])
    desk.locator("#holding").click()
    expect(desk.locator("#holding")).to_have_attribute("aria-pressed", "true")
    scan(desk, copies[21])
    expect(desk.locator("#waiting")).to_have_text("3")
    expect(desk.locator("#says")).to_contain_text("Тапсырыс жазылды")
    wire.mend()
    expect(desk.locator("#waiting")).to_have_text("0", timeout=30_000)
    assert told(served, COUNT)["conflicts"] == before["conflicts"]
    found = told(served, FOUND.format(room=copies[20], home=copies[21], card=cards[5]))
    assert found == ["reading_room", "home", "offline"]


PUT_BY = """
from orda.circulation.services import found, give_back, place_hold
from orda.readers.models import Reader
from orda.stock.models import Copy
copy = Copy.objects.get(barcode="{barcode}")
reader = Reader.objects.get(card_number="{card}")
if copy.loans.filter(state="open").exists():
    give_back(copy.barcode, library_id=copy.library_id)
hold = place_hold(copy.record_id, reader.pk, library_id=copy.library_id, copy_id=copy.pk)
found(hold.pk, library_id=copy.library_id)
print(hold.pk)
"""
FOUND = """
import json
from orda.circulation.models import Hold, Loan
places = [Loan.objects.get(copy__barcode=code, state="open").place for code in ("{room}", "{home}")]
print(json.dumps([*places, Hold.objects.get(reader__card_number="{card}").channel]))
"""
READ_STORE = """() => new Promise((done) => {
  const asked = indexedDB.open("orda-desk");
  asked.onsuccess = () => {
    const all = asked.result.transaction("acts").objectStore("acts").getAll();
    all.onsuccess = () => done(all.result);
  };
})"""
WRITE_STORE = """(kept) => new Promise((done) => {
  const asked = indexedDB.open("orda-desk");
  asked.onsuccess = () => {
    const moved = asked.result.transaction("acts", "readwrite");
    for (const act of kept) moved.objectStore("acts").add(act);
    moved.oncomplete = () => done();
  };
})"""
