"""Makes the small library of the browser test; `python -m tests.first_library` prints its cards and barcodes."""

import datetime
import json

import django

PASSWORD = "кітап оқимыз бірге"


def make() -> dict[str, object]:
    from django.core.management import call_command

    from orda.circulation.services import lend
    from orda.events.services import load_planned_events
    from orda.network import clock
    from orda.network.models import Role
    from orda.network.services import add_staff
    from tests.house import a_library, a_reader, copies_in_stock

    call_command("migrate", verbosity=0)
    load_planned_events(allow_missing=True)
    call_command("load_plan", verbosity=0)
    library = a_library("ОҚК", library_type="central")
    for name, role, unit in (
        ("aigul", Role.LIBRARIAN, library),
        ("director", Role.DIRECTOR, library.parent),
        ("methodologist", Role.METHODOLOGIST, library.parent),
        ("administrator", Role.ADMINISTRATOR, library.parent),
        ("cataloguer", Role.CATALOGUER, library),
    ):
        add_staff(username=name, password=PASSWORD, first_name=name, last_name="Сынақ", unit=unit, role=role)
    day = clock.today() - datetime.timedelta(days=1)
    copies = copies_in_stock(library, 6, day=day)
    reader = a_reader(library, day=day, given_name="Дана")
    # Lent some days ago: what is lent today gains no day by a renewal.
    lately = clock.now() - datetime.timedelta(days=5)
    (lent,) = copies_in_stock(library, 1, day=lately.date())
    holder = a_reader(library, day=lately.date(), given_name="Әсел")
    lend(lent.barcode, holder.pk, library_id=library.pk, at=lately)
    return {
        "lent": {"card": holder.card_number, "barcode": lent.barcode},
        "barcodes": [copy.barcode for copy in copies],
        "card": reader.card_number,
        "reader": reader.pk,
        "record": copies[0].record_id,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
