"""A desk in a process of its own: `python -m tests.desk` takes orders as lines of JSON and answers each in one line.

Tests of faults and of parallel work need real clients: each has its own process, connection and clock.
"""

import json
import sys
import time
import traceback
from typing import Any

import django

from tests import walk, walk_held


def main() -> None:
    django.setup()
    while line := sys.stdin.readline():
        order = json.loads(line)
        at = order.pop("at", None)
        while at is not None and time.monotonic() < at:  # every desk starts in the same millisecond
            pass
        _say(_answer(ORDERS[order.pop("order")], order))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _answer(do: Any, order: dict[str, Any]) -> dict[str, Any]:
    from orda.network.refusals import Refusal

    try:
        return {"done": do(**order)}
    except Refusal as refusal:
        return {"refused": refusal.code}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}", "where": traceback.format_exc()[-1500:]}


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def library(code: str, copies: int, readers: int, limit: int = 5) -> dict[str, Any]:
    """A new library with copies and readers; their ids and barcodes."""
    from orda.circulation.models import LoanRule
    from tests import house

    unit = house.a_library(code)
    LoanRule.objects.create(unit=unit, limit=limit)
    barcodes = [f"{code}-{number}".upper() for number in range(copies)]
    if barcodes:
        from orda.stock.services import take_in

        take_in(house.new_copies(house.a_record(unit), barcodes=barcodes), library=unit, supply="budget")
    people = [house.a_reader(unit, card_number=f"{code}-R{number}".upper()).pk for number in range(readers)]
    return {"id": unit.pk, "barcodes": barcodes, "readers": people}


def lend(barcode: str, reader: int, library: int) -> int:
    from orda.circulation.services import lend

    return lend(barcode, reader, library_id=library).loan_id


def give_back(barcode: str, library: int) -> int:
    from orda.circulation.services import give_back

    return give_back(barcode, library_id=library).loan_id


def undo_loan(loan: int) -> bool:
    from orda.circulation.services import undo_loan

    undo_loan(loan)
    return True


def lend_all(barcodes: list[str], reader: int, library: int) -> int:
    """Lends one after another and answers each loan's id as soon as it is made."""
    for barcode in barcodes:
        _say({"loan": lend(barcode, reader, library)})
    return len(barcodes)


def lend_and_give_back(barcodes: list[str], reader: int, library: int, times: int) -> int:
    """Lends and takes back again and again; the number of acts."""
    for number in range(times):
        barcode = barcodes[number % len(barcodes)]
        lend(barcode, reader, library)
        give_back(barcode, library)
    return 2 * times


def withdraw(barcode: str, library: int) -> int:
    from orda.network.models import Unit
    from orda.stock.models import Copy
    from orda.stock.services import withdraw

    copy = Copy.objects.get(barcode=barcode)
    return withdraw([copy], library=Unit.objects.get(pk=library), number=barcode, reason="WORN").pk


def register(library: int, card_number: str = "", iin: str = "", born: str = "") -> int:
    import datetime

    from orda.network.models import Unit
    from tests import house

    person = {"iin": iin, "birth_date": datetime.date.fromisoformat(born)} if iin else {}
    return house.a_reader(Unit.objects.get(pk=library), card_number=card_number, **person).pk


def merge(kept: int, double: int) -> int:
    from orda.readers.models import Reader
    from orda.readers.services import merge

    return merge(Reader.objects.get(pk=kept), Reader.objects.get(pk=double), chosen={}).pk


def two_records(library: int) -> dict[str, Any]:
    """Two records, each with a copy: their ids, and the barcode of the second's."""
    from orda.network.models import Unit
    from orda.stock.models import Copy
    from tests import house

    unit = Unit.objects.get(pk=library)
    kept, gone = (house.copies_in_stock(unit, 1)[0] for _ in range(2))
    barcode = Copy.objects.get(record=gone.record_id).barcode
    return {"kept": kept.record_id, "gone": gone.record_id, "barcode": barcode}


def merge_records(kept: int, gone: int) -> int:
    from orda.catalog.doubles.services import merge

    return merge(kept, gone).pk


def edit_record(record: int, title: str, version: int) -> int:
    from orda.catalog.records.services import save

    leader = ("LDR", "00000nam a2200000 i 4500")
    return save(record, [leader, ("245", f"10\x1fa{title}")], version=version).version


def record_of(barcode: str) -> dict[str, Any]:
    from orda.stock.models import Copy

    record = Copy.objects.select_related("record").get(barcode=barcode).record
    return {"id": record.pk, "title": record.title, "versions": record.revisions.count()}


def try_pin(card_number: str, pin: str) -> int:
    from orda.network.tries import Place
    from orda.readers.services import reader_by_pin

    return reader_by_pin(card_number, pin, Place("address:203.0.113.9")).pk


def left_with(reader: int) -> dict[str, int]:
    """What still names a reader: loans and registrations."""
    from orda.circulation.models import Loan
    from orda.readers.models import Registration

    return {
        "loans": Loan.objects.filter(reader=reader).count(),
        "registrations": Registration.objects.filter(reader=reader).count(),
    }


def register_for_year(reader: int, library: int) -> int:
    from orda.network.models import Unit
    from orda.readers.models import Reader
    from orda.readers.services import register_for_year

    found = Reader.objects.get(pk=reader)
    return register_for_year(found, library=Unit.objects.get(pk=library)).pk


def device(library: int, name: str, **more: Any) -> dict[str, str]:
    """A self-check machine of the library; what is typed into it."""
    from orda.interop.services import add_device
    from orda.network.models import Unit

    made, secret = add_device(
        name=name, kind="self-check", library=Unit.objects.get(pk=library), language="en", **more
    )
    return {"login": made.login, "secret": secret}


def loans(library: int) -> list[int]:
    from orda.circulation.models import Loan

    return list(Loan.objects.filter(library=library).order_by("pk").values_list("pk", flat=True))


def open_case(barcode: str, library: int, kind: str = "lost") -> int:
    from orda.circulation.losses import services as losses

    return losses.open_case(barcode, kind=kind, library_id=library).pk


def settle(case: int, way: str, new_barcode: str = "") -> str:
    """Settles a case of loss in one of its ways."""
    from decimal import Decimal

    from orda.circulation.losses import services as losses
    from orda.circulation.models import LossCase
    from tests.house import new_copies

    if way == "replace":
        record = LossCase.objects.get(pk=case).copy.record
        return losses.replace(case, new_copies(record, barcodes=[new_barcode])[0]).state
    if way == "pay":
        return losses.pay(case, Decimal(900), receipt="1").state
    return losses.waive(case, "A fire").state if way == "waive" else losses.find_again(case).state


def shut(library: int, day: str, but_roll_back: bool = False) -> str:
    """Shuts the library for a day; the first open day as this desk sees it in its own transaction."""
    import datetime

    from django.db import transaction

    from orda.network import services
    from orda.network.models import Unit

    with transaction.atomic():
        services.shut(Unit.objects.get(pk=library), datetime.date.fromisoformat(day), "Сынақ")
        seen = open_from(library, day)
        transaction.set_rollback(but_roll_back)
    return seen


def close_and_open(library: int, times: int) -> int:
    """Closes a library for the week in which what is lent today is due, takes it back, and again; it stays closed."""
    import datetime

    from orda.network import clock
    from orda.network.calendar import services
    from orda.network.calendar.models import Closing
    from orda.network.models import Unit

    first = clock.today() + datetime.timedelta(days=13)
    for turn in range(times):
        services.close(Unit.objects.get(pk=library), first, first + datetime.timedelta(days=6), "repair")
        if turn < times - 1:
            services.take_back_closing(Closing.objects.get(unit=library, state="in_force").pk)
    return times


def lend_as_known(barcodes: list[str], reader: int, library: int) -> int:
    """Lends each in a request of its own that has read what is known before the act begins."""
    import time

    from orda.network.known import asked_once

    for barcode in barcodes:
        with asked_once():
            open_from(library, "2024-09-02")
            time.sleep(0.01)
            lend(barcode, reader, library)
    return len(barcodes)


def due_on_shut_days(library: int) -> list[str]:
    """Open loans of a library that are due on a day on which it is shut."""
    from orda.circulation.models import Loan
    from orda.network import queries

    found = Loan.objects.filter(state=Loan.OPEN, library=library).select_related("library")
    return [f"{one.pk}: {one.due_on}" for one in found if not queries.is_open(one.library, one.due_on)]


def open_from(library: int, day: str) -> str:
    import datetime

    from orda.network import queries
    from orda.network.models import Unit

    return queries.open_day_from(
        Unit.objects.get(pk=library).path, datetime.date.fromisoformat(day)
    ).isoformat()


def appoint(username: str, library: int, role: str) -> bool:
    """The one appointment of a person; without a role none. The person is made when new."""
    from orda.network import services
    from orda.network.models import Staff, Unit

    staff, _new = Staff.objects.get_or_create(username=username)
    staff.appointments.all().delete()
    if role:
        services.appoint(staff, Unit.objects.get(pk=library), role)
    return True


def session_of(username: str) -> str:
    """Signs a person in; the session's key."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(
        get_user_model().objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    return str(client.session.session_key)


def open_page(session: str, page: str) -> dict[str, int]:
    """A page as this process answers it: its status, and the statements that it took."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        override_settings(STORAGES={**settings.STORAGES, **plain}),
        CaptureQueriesContext(connection) as asked,
    ):
        status = client.get(page, secure=True).status_code
    return {"status": status, "statements": len(asked)}


def due_earlier(library: int) -> int:
    """What a library has out falls due three days earlier, so that making it longer gains something."""
    import datetime

    from orda.circulation.models import Loan

    out = Loan.objects.filter(library=library, state=Loan.OPEN)
    for loan in out:
        Loan.objects.filter(pk=loan.pk).update(due_on=loan.due_on - datetime.timedelta(days=3))
    return len(out)


def at_the_desk(library: int) -> str:
    """A librarian signed in at a library: their session, for windows side by side."""
    from orda.network import services
    from orda.network.models import Role, Staff, Unit

    staff = Staff.objects.create(username=f"desk-{library}")
    services.appoint(staff, Unit.objects.get(pk=library), Role.LIBRARIAN)
    return session_of(staff.username)


def send_form(session: str, name: str, form: dict[str, str]) -> int:
    """A form sent from one window of that librarian; its status."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    # As htmx sends it: the answer is a part of a page and names no static file.
    return client.post(reverse(name), form, secure=True, headers={"hx-request": "true"}).status_code


def diary(library: int) -> dict[str, int]:
    """The library's diary up to now, measure by measure."""
    from orda.diary.models import BEGINNING
    from orda.diary.queries import totals
    from orda.network import clock

    return {one.measure: one.quantity for one in totals(BEGINNING, clock.today(), library_ids=[library])}


def prove() -> dict[str, list[str]]:
    """What `orda check` finds: kind of difference -> the first of them."""
    from orda.diary.proof import prove

    return prove().named


ORDERS = {
    order.__name__: order
    for order in (
        *(walk.world, walk.walk, walk_held.untrue, walk_held.unserved),
        *(migrate, library, lend, give_back, undo_loan, lend_all, lend_and_give_back, withdraw),
        *(at_the_desk, due_earlier, send_form, shut, open_from, close_and_open, lend_as_known),
        *(due_on_shut_days, appoint, session_of, open_page, register, register_for_year, merge),
        *(two_records, merge_records, edit_record, record_of),
        *(left_with, try_pin, device, loans, open_case, settle, diary, prove),
    )
}

if __name__ == "__main__":
    main()
