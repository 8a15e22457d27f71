"""A reader is served in another network by consent alone, shown least there, and no more once it is taken back."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.loans.audit import across_networks
from orda.circulation.models import Loan
from orda.circulation.refusals import CopyElsewhere, ReaderElsewhere
from orda.network import house_settings
from orda.network.models import HouseSetting, Role
from orda.readers import services as readers
from orda.readers.consents.sharing import share
from orda.readers.models import Consent
from orda.readers.refusals import OfAnotherNetwork
from tests.house import TODAY, a_copy, a_form
from tests.test_another_network import CARD, GIVEN, IIN, NAME, House, person, signed_in, told

MOTHER = f"{NAME} Ана"


@pytest.fixture
def house(db: None) -> House:
    return House()


@pytest.fixture
def own(house: House) -> Client:
    return signed_in(house.staff)


@pytest.fixture
def other(house: House) -> Client:
    return signed_in(person(house.other, Role.LIBRARIAN))


def scanned(client: Client, scan: str) -> str:
    return client.post(reverse("desk_scan"), {"scan": scan}, headers={"HX-Request": "true"}).content.decode()


def signs(own: Client, house: House, **more: str) -> None:
    said = {"network": house.other_network.pk, "signed_by": MOTHER, **more}
    own.post(reverse("reader_network", args=[house.reader.pk]), said)


def test_a_card_of_another_network_is_not_served_and_nobody_is_named(house: House, other: Client) -> None:
    page = scanned(other, CARD)
    assert "This card is of another network" in page
    assert NAME not in page
    copy = a_copy(house.other)
    with pytest.raises(ReaderElsewhere):
        desk.lend(copy.barcode, house.reader.pk, library_id=house.other.pk)
    with pytest.raises(OfAnotherNetwork):
        readers.register_for_year(house.reader, library=house.other)


def test_a_copy_of_another_network_stays_as_it_is(house: House, other: Client) -> None:
    assert "belongs to another network" in scanned(other, house.out.barcode)
    with pytest.raises(CopyElsewhere):
        desk.give_back(house.out.barcode, library_id=house.other.pk)
    assert Loan.objects.get().state == Loan.OPEN


def test_a_signed_sheet_opens_the_card_there_with_the_least(house: House, own: Client, other: Client) -> None:
    signs(own, house)
    consent = Consent.sharing.get()
    assert (consent.signed_by, consent.noted_by, consent.text_version) == (MOTHER, house.staff, "2026-S1")
    page = scanned(other, CARD)
    assert GIVEN in page
    assert "another network" in page
    other.post(reverse("desk_close"))
    assert GIVEN not in scanned(other, NAME)  # by the card alone
    scanned(other, CARD)
    assert set(told(other.get(reverse("desk")))) <= {NAME, GIVEN}
    assert house.out.record.title not in page  # lent at home: no affair of theirs
    readers.register_for_year(house.reader, library=house.other)
    copy = a_copy(house.other)
    desk.lend(copy.barcode, house.reader.pk, library_id=house.other.pk)
    assert copy.record.title in scanned(other, CARD)
    assert other.get(reverse("reader", args=[house.reader.pk])).status_code == 404
    assert not told(other.get(reverse("readers"), {"q": NAME}))[1:]
    assert list(across_networks()) == []


def test_it_is_taken_back_and_what_is_still_out_is_named(house: House, own: Client, other: Client) -> None:
    signs(own, house)
    readers.register_for_year(house.reader, library=house.other)
    copy = a_copy(house.other)
    lent = desk.lend(copy.barcode, house.reader.pk, library_id=house.other.pk)
    own.post(reverse("reader_network_end", args=[Consent.sharing.get().pk]))
    assert Consent.sharing.get().revoked_on is not None
    assert NAME not in scanned(other, CARD)
    assert list(across_networks()) == [f"loan {lent.loan_id} at second1: reader {house.reader.pk}"]
    desk.give_back(copy.barcode, library_id=house.other.pk)
    assert list(across_networks()) == []


def test_with_the_consent_to_the_service_ends_every_other(house: House, own: Client) -> None:
    signs(own, house)
    desk.give_back(house.out.barcode, library_id=house.library.pk)
    readers.revoke_consent(house.reader)
    assert not Consent.sharing.filter(revoked_on=None).exists()


@pytest.mark.parametrize(
    "said", [{"signed_by": ""}, {"network": "0"}, {"network": "x"}, {"signed_by": f"{NAME} {GIVEN}"}]
)
def test_nobody_is_known_elsewhere_without_a_positive_act(house: House, own: Client, said: dict) -> None:
    signs(own, house, **said)
    assert not Consent.sharing.exists()


def test_the_other_network_signs_nothing_for_its_own_sake(house: House, other: Client) -> None:
    signs(other, house)
    assert not Consent.sharing.exists()


def test_the_database_keeps_no_sharing_that_nobody_signed_and_none_twice(house: House) -> None:
    said = {
        "reader": house.reader,
        "network": house.other_network,
        "signed_by": MOTHER,
        "text_version": "2026-S1",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.sharing.create(**said)
    share(house.reader, house.other_network, MOTHER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.sharing.create(**said, signed_on=TODAY)


def test_an_iin_of_another_network_is_refused_without_a_name(house: House) -> None:
    form = a_form(iin=IIN, birth_date=datetime.date(2015, 3, 12))
    with pytest.raises(readers.IinElsewhere) as refused:
        readers.register(form, library=house.other)
    assert CARD not in str(refused.value)


def test_who_is_over_both_sees_both(house: House) -> None:
    region = signed_in(person(house.region, Role.LIBRARIAN))
    assert region.get(reverse("reader", args=[house.reader.pk])).status_code == 200
    assert NAME in region.get(reverse("readers"), {"q": NAME}).content.decode()


def test_a_branch_changes_its_own_readers_alone_where_the_house_is_set_so(house: House) -> None:
    branch = signed_in(person(house.branch, Role.LIBRARIAN))
    block = reverse("reader_block", args=[house.reader.pk])
    assert branch.get(reverse("reader_change", args=[house.reader.pk])).status_code == 200
    HouseSetting.objects.create(name="CHANGE_ANY_READER", value=False)
    assert house_settings.value("CHANGE_ANY_READER") is False
    assert branch.get(reverse("reader", args=[house.reader.pk])).status_code == 200
    assert branch.post(block, {"reason": "x"}).status_code == 403
    assert signed_in(house.staff).post(block, {"reason": "x"}).status_code == 302


def test_two_records_become_one_and_no_sharing_is_given_that_was_ended(house: House) -> None:
    double = readers.register(
        a_form(family_name=NAME, given_name=GIVEN, consent_by=MOTHER, guardian_name=MOTHER),
        library=house.library,
    )
    share(double, house.other_network, MOTHER)
    share(house.reader, house.third, MOTHER)
    kept = readers.merge(house.reader, double, chosen={})
    standing = Consent.sharing.filter(revoked_on=None)
    assert {(one.reader, one.network) for one in standing} == {
        (kept, house.other_network),
        (kept, house.third),
    }
