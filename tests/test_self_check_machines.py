"""Machines of other hands against `orda sip2`: by two clients, a hundred at once, and with bad neighbours."""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pysip2
import pytest

from tests.conftest import Library
from tests.desks import Desk
from tests.machines import AT, Machine, a_sip2_client, checkout, sip2_server
from tests.served import environment_of

pytestmark = pytest.mark.parallel
AT_ONCE = 100
NewLibrary = Callable[..., Library]
_names = count(1)


@pytest.fixture(scope="module")
def port(desks: list[Desk], desks_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    environment = environment_of(desks_url, tmp_path_factory.mktemp("sip2"))
    del environment["ORDA_DEMO_YEAR"]
    with sip2_server(environment) as (port, _server):
        yield port


def a_device(desks: list[Desk], here: Library, **more: Any) -> dict[str, str]:
    made: dict[str, str] = desks[0].ask("device", library=here["id"], name=f"M{next(_names)}", **more)
    return made


def card(barcode: str) -> str:
    """The card of the reader who has the copy's number in these libraries."""
    library, _, number = barcode.rpartition("-")
    return f"{library}-R{number}"


def test_a_visit_by_the_package_sip2(desks: list[Desk], new_library: NewLibrary, port: int) -> None:
    here = new_library(copies=2, readers=1)
    first, second = here["barcodes"]
    client = a_sip2_client(port, a_device(desks, here), card(first))

    said = client.sip_sc_status_response(client.get_response(client.sip_sc_status_request()))
    assert said["fixed"]["OnlineStatus"] == "Y"
    assert said["variable"]["BX"] == ["YYYYYYYYYYYNNYYY"]
    said = client.sip_patron_status_response(client.get_response(client.sip_patron_status_request()))
    assert (said["variable"]["BL"], said["variable"]["AE"]) == (["Y"], ["Айгүл"])
    said = client.sip_item_information_response(
        client.get_response(client.sip_item_information_request(first))
    )
    assert said["fixed"]["CirculationStatus"] == "03"
    for barcode in (first, second):
        said = client.sip_checkout_response(client.get_response(client.sip_checkout_request(barcode)))
        assert said["fixed"]["Ok"] == "1", said
    said = client.sip_patron_information_response(
        client.get_response(client.sip_patron_information_request("charged"))
    )
    assert said["fixed"]["ChargedItemsCount"] == "0002"
    assert said["variable"]["AU"] == [first, second]
    # Lent today, they would gain nothing; with a day less they would.
    said = client.sip_renew_response(client.get_response(client.sip_renew_request(first)))
    assert (said["fixed"]["Ok"], said["fixed"]["RenewalOk"]) == ("0", "N")
    desks[0].ask("due_earlier", library=here["id"])
    said = client.sip_renew_response(client.get_response(client.sip_renew_request(first)))
    assert (said["fixed"]["Ok"], said["fixed"]["RenewalOk"]) == ("1", "Y")
    said = client.sip_renew_all_response(client.get_response(client.sip_renew_all_request()))
    assert (said["fixed"]["RenewedItems"], said["variable"]["BM"]) == ("0001", [second])
    said = client.sip_item_status_update_response(
        client.get_response(client.sip_item_status_update_request(first, "red"))
    )
    assert said["fixed"]["ItemPropertiesOk"] == "0"
    said = client.sip_patron_status_response(client.get_response(client.sip_block_patron_request("left")))
    assert (said["variable"]["BL"], said["fixed"]["PatronStatus"][0]) == (["Y"], " ")
    said = client.sip_patron_enable_response(client.get_response(client.sip_patron_enable_request()))
    assert said["variable"]["BL"] == ["Y"]
    said = client.sip_fee_paid_response(
        client.get_response(client.sip_fee_paid_request(4, 0, "100.00", currencyType="KZT"))
    )
    assert said["fixed"]["PaymentAccepted"] == "N"
    for barcode in (first, second):
        said = client.sip_checkin_response(client.get_response(client.sip_checkin_request(barcode)))
        assert (said["fixed"]["Ok"], said["fixed"]["Alert"]) == ("1", "N")
    said = client.sip_end_patron_session_response(
        client.get_response(client.sip_end_patron_session_request())
    )
    assert said["fixed"]["EndSession"] == "Y"
    client.disconnect()
    assert desks[0].ask("diary", library=here["id"]) | {"intake": 0, "catalogue_record": 0} == {
        "reader_registered": 1,
        "intake": 0,
        "catalogue_record": 0,
        "loan": 2,
        "renewal": 2,
        "return": 2,
    }
    assert desks[0].ask("prove") == {}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "kz1048"])
def test_a_visit_by_the_strict_codec(
    desks: list[Desk], new_library: NewLibrary, port: int, encoding: str
) -> None:
    here = new_library(copies=1, readers=1)
    [barcode] = here["barcodes"]
    machine = Machine(port, a_device(desks, here, encoding=encoding), encoding)
    asked: dict[str, Any] = {"transaction_date": AT, "institution_id": "", "patron_identifier": card(barcode)}

    status = machine.ask(
        pysip2.SCStatusRequest(status_code="0", max_print_width="080", protocol_version="2.00"),
        pysip2.ACSStatusResponse,
    )
    assert (status.online_status, status.checkout_ok, status.offline_ok) == ("Y", "Y", "N")
    assert machine.lend(card(barcode), barcode).ok == "1"
    assert machine.lend(card(barcode), barcode).ok == "0"
    found = machine.ask(
        pysip2.PatronInformationRequest(**asked, language="000", summary="  Y       "),
        pysip2.PatronInformationResponse,
    )
    assert found.personal_name == ("Айгул" if encoding == "cp1251" else "Айгүл")
    assert found.charged_items == (barcode,)
    third: dict[str, Any] = {"third_party_allowed": "N", "no_block": "N", "nb_due_date": AT}
    desks[0].ask("due_earlier", library=here["id"])
    renewed = machine.ask(
        pysip2.RenewRequest(**asked, **third, item_identifier=barcode), pysip2.RenewResponse
    )
    assert renewed.ok == "1"
    everything = machine.ask(pysip2.RenewAllRequest(**asked), pysip2.RenewAllResponse)
    assert everything.unrenewed_items == (barcode,)  # once a day
    item = machine.ask(
        pysip2.ItemInformationRequest(transaction_date=AT, institution_id="", item_identifier=barcode),
        pysip2.ItemInformationResponse,
    )
    assert item.circulation_status == "04"
    properties: dict[str, Any] = {"item_identifier": barcode, "item_properties": "red"}
    update = pysip2.ItemStatusUpdateRequest(transaction_date=AT, institution_id="", **properties)
    assert machine.ask(update, pysip2.ItemStatusUpdateResponse).item_properties_ok == "0"
    blocked: dict[str, Any] = {"card_retained": "N", "blocked_card_message": "", "terminal_password": ""}
    status = machine.ask(pysip2.BlockPatronRequest(**asked, **blocked), pysip2.PatronStatusResponse)
    enabled = machine.ask(pysip2.PatronEnableRequest(**asked), pysip2.PatronEnableResponse)
    assert status.patron_status == enabled.patron_status == "  Y           "
    fee: dict[str, Any] = {"fee_type": "04", "payment_type": "00", "currency_type": "KZT", "fee_amount": "1"}
    assert machine.ask(pysip2.FeePaidRequest(**asked, **fee), pysip2.FeePaidResponse).payment_accepted == "N"
    assert machine.give_back(barcode).ok == "1"
    assert machine.ask(pysip2.EndPatronSessionRequest(**asked), pysip2.EndSessionResponse).end_session == "Y"
    machine.close()


def test_a_hundred_machines_at_once_lend_and_take_back(
    desks: list[Desk], new_library: NewLibrary, port: int
) -> None:
    here = new_library(copies=AT_ONCE, readers=AT_ONCE)
    device = a_device(desks, here)

    def a_visit(number: int) -> str:
        barcode = here["barcodes"][number]
        if number % 2:
            machine = Machine(port, device)
            done = [machine.lend(card(barcode), barcode).ok, machine.give_back(barcode).ok]
            done.append(machine.lend(card(barcode), barcode).ok)
            machine.close()
            return "".join(done)
        client = a_sip2_client(port, device, card(barcode))
        lend = client.sip_checkout_request
        done = [client.sip_checkout_response(client.get_response(lend(barcode)))["fixed"]["Ok"]]
        back = client.get_response(client.sip_checkin_request(barcode))
        done.append(client.sip_checkin_response(back)["fixed"]["Ok"])
        done.append(client.sip_checkout_response(client.get_response(lend(barcode)))["fixed"]["Ok"])
        client.disconnect()
        return "".join(done)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert Counter(pool.map(a_visit, range(AT_ONCE))) == {"111": AT_ONCE}
    diary = desks[0].ask("diary", library=here["id"])
    assert (diary["loan"], diary["return"]) == (2 * AT_ONCE, AT_ONCE)
    assert desks[0].ask("prove") == {}


def test_a_hundred_machines_after_one_copy_exactly_one_has_it(
    desks: list[Desk], new_library: NewLibrary, port: int
) -> None:
    here = new_library(copies=AT_ONCE, readers=AT_ONCE)
    device, wanted = a_device(desks, here), here["barcodes"][0]
    machines = [Machine(port, device) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = list(pool.map(lambda one, whose: one.lend(card(whose), wanted).ok, machines, here["barcodes"]))
    assert Counter(said) == {"1": 1, "0": AT_ONCE - 1}
    for machine in machines:
        machine.close()
    assert desks[0].ask("diary", library=here["id"])["loan"] == 1
    assert desks[0].ask("prove") == {}


def test_a_bad_neighbour_hurts_nobody(desks: list[Desk], new_library: NewLibrary, port: int) -> None:
    here = new_library(copies=1, readers=1)
    [barcode] = here["barcodes"]
    good = Machine(port, a_device(desks, here))
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    endless, noise, gone = Machine(port), Machine(port), Machine(port, a_device(desks, here))
    endless.send(b"63" + b"x" * 100_000)
    assert endless.line() == b""
    noise.send(b"GET / HTTP/1.1\r\nHost: orda\r\n\r\n\x00\xff\r\r\n\x01\r\x02\r\x03\r")
    assert [noise.line().strip()[:2] for _ in range(6)] == [b"96"] * 4 + [b"", b""]
    gone.send(pysip2.encode_message(checkout(card(barcode), "NOPE"), encoding="utf-8"))
    gone.close()
    assert good.lend(card(barcode), barcode).ok == "1"
    assert good.give_back(barcode).ok == "1"
    for one in silent:
        one.close()
    good.close()


def test_a_line_in_pieces_and_three_lines_in_one(
    desks: list[Desk], new_library: NewLibrary, port: int
) -> None:
    here = new_library(copies=1, readers=1)
    machine, [barcode] = Machine(port, a_device(desks, here)), here["barcodes"]
    line = f"17{AT}AO|AB{barcode}|AC|\r\n".encode()
    for at in range(len(line)):
        machine.send(line[at : at + 1])
        time.sleep(0.001)
    assert machine.line().startswith(b"1803")
    machine.send(line * 3)
    assert [machine.line().strip()[:4] for _ in range(3)] == [b"1803"] * 3  # by CRLF, as it was asked
    machine.close()


def test_a_stopped_server_answers_what_it_has_begun(
    desks: list[Desk], new_library: NewLibrary, desks_url: str, tmp_path: Path
) -> None:
    here = new_library(copies=40, readers=40)
    environment = environment_of(desks_url, tmp_path)
    del environment["ORDA_DEMO_YEAR"]
    with sip2_server(environment, "--threads", "2") as (port, server):
        device = a_device(desks, here)
        machines = [Machine(port, device) for _ in here["barcodes"]]
        for machine, barcode in zip(machines, here["barcodes"], strict=True):
            machine.send(pysip2.encode_message(checkout(card(barcode), barcode), encoding="utf-8"))
        first = machines[0].line()
        os.kill(server.pid, signal.SIGTERM)
        answered = [first, *(machine.line() for machine in machines[1:])]
        assert server.wait(timeout=30) == 0
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()
    done = sum(line.startswith(b"121") for line in answered)
    assert done == desks[0].ask("diary", library=here["id"])["loan"] > 0
    for machine in machines:
        machine.close()


def test_a_machine_that_falls_silent_is_left(
    desks: list[Desk], new_library: NewLibrary, desks_url: str, tmp_path: Path
) -> None:
    here = new_library(copies=0, readers=0)
    environment = environment_of(desks_url, tmp_path)
    with sip2_server(environment, "--idle", "1") as (port, _server):
        machine = Machine(port, a_device(desks, here))
        began = time.monotonic()
        assert machine.line() == b""
        assert 0.5 < time.monotonic() - began < 20
        machine.close()
