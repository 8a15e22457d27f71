"""A consent exists only by an act: who signed, who saw it, when, to which text. One test for each way in."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Consent, Reader
from tests.house import MOMENT, TODAY, YESTERDAY, a_form, a_library, a_reader

LAST_WEEK = TODAY - datetime.timedelta(days=7)
CHILD = {"family_name": "Оспан", "given_name": "Айша", "birth_date": "08.03.2016", "school_class": "2Б"}
ONE = {**CHILD, "category": "child", "guardian_name": "Оспан Серік", "consent_by": "Оспан Серік"}
FAMILY = {
    "parent-family_name": "Оспан",
    "parent-given_name": "Серік",
    **{f"child0-{name}": value for name, value in CHILD.items()},
    **{f"child1-{name}": value for name, value in {**CHILD, "given_name": "Дана"}.items()},
}


@pytest.fixture
def librarian(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def signed() -> list[tuple[str, str, bool, bool]]:
    """(signed by, text, seen by somebody, lent to) of each consent."""
    return [
        (one.signed_by, one.text_version, one.noted_by_id is not None, not one.reader.blocked_reason)
        for one in Consent.objects.filter(signed_on=TODAY).select_related("reader").order_by("pk")
    ]


@pytest.mark.parametrize("ticked", [False, True])
def test_one_reader(librarian: Client, ticked: bool) -> None:
    typed = {**ONE, **({"consent_signed": "on"} if ticked else {})}
    assert librarian.post(reverse("reader_new"), typed).status_code == 302
    assert signed() == ([("Оспан Серік", "2024-1", True, True)] if ticked else [])
    assert Reader.objects.get().blocked_for == ("" if ticked else "consent")


@pytest.mark.parametrize("ticked", [False, True])
def test_a_family(librarian: Client, ticked: bool) -> None:
    typed = {**FAMILY, **({"parent-consent_signed": "on"} if ticked else {})}
    assert librarian.post(reverse("family_new"), typed).status_code == 302
    assert signed() == ([("Оспан Серік", "2024-1", True, True)] * 2 if ticked else [])
    assert set(Reader.objects.values_list("blocked_for", flat=True)) == {"" if ticked else "consent"}


@pytest.mark.parametrize("ticked", [False, True])
def test_one_more_child(librarian: Client, library: Unit, ticked: bool) -> None:
    brother = a_reader(library, guardian_name="Оспан Серік", consent_by="Оспан Серік", day=YESTERDAY)
    beside = librarian.get(reverse("reader_new"), {"beside": brother.pk}).context["form"].initial
    assert "consent_signed" not in beside
    typed = {**{name: value for name, value in beside.items() if value}, **ONE}
    librarian.post(reverse("reader_new"), {**typed, **({"consent_signed": "on"} if ticked else {})})
    assert signed() == ([("Оспан Серік", "2024-1", True, True)] if ticked else [])


def test_a_group_has_none_to_give(librarian: Client) -> None:
    typed = {"family_name": "3Ә", "members": "20", "guardian_name": "Бота Сейіт", "consent_signed": "on"}
    assert librarian.post(reverse("group_new"), typed).status_code == 302
    assert not Consent.objects.exists()


@pytest.mark.parametrize("ticked", [False, True])
def test_a_class_list(librarian: Client, ticked: bool) -> None:
    table = "ФИО;Дата рождения;Родитель\nОспан Айша;08.03.2016;Оспан Серік"
    sent = {"file": SimpleUploadedFile("2Б.csv", table.encode()), "school_year": "2024"}
    found = librarian.post(reverse("class_lists"), {**sent, **({"consent_signed": "on"} if ticked else {})})
    kept = int(found["Location"].rstrip("/").rpartition("/")[2])
    librarian.post(reverse("class_list_take", args=[kept]))
    assert signed() == ([("Оспан Серік", "2024-1", True, True)] if ticked else [])


def test_a_service_that_says_nothing_signs_nothing(library: Unit) -> None:
    form = readers.NewReader("Оспан", "Айша", datetime.date(2016, 3, 8), "Оспан Серік", guardian_name="О С")
    reader = readers.register(form, library=library)
    [registration] = readers.register_many(
        [readers.Comer(a_form(given_name="Дана", consent_signed=False), library, MOMENT)]
    )
    for one in (reader, registration.reader):
        assert one.consents.get().signed_on is None
        assert Reader.objects.get(pk=one.pk).blocked_for == "consent"


@pytest.mark.parametrize(
    ("kept_until", "double_signed", "stands"),
    [(YESTERDAY, LAST_WEEK, False), (LAST_WEEK, YESTERDAY, True)],
    ids=["taken back after it", "signed after it"],
)
def test_a_merge_gives_none_that_was_taken_back(
    library: Unit, kept_until: datetime.date, double_signed: datetime.date, stands: bool
) -> None:
    long_ago = TODAY - datetime.timedelta(days=30)
    kept = a_reader(library, day=long_ago)
    double = a_reader(library, given_name="Айгул", day=double_signed, consent_scope="data photos")
    readers.revoke_consent(kept, day=kept_until)
    readers.merge(kept, double, chosen={})
    standing = kept.consents.filter(signed_on__isnull=False, revoked_on=None)
    assert [one.scope for one in standing] == (["data photos"] if stands else [])
    assert Reader.objects.get(pk=kept.pk).blocked_for == ("" if stands else "consent")
    assert kept.consents.count() == 2


def test_a_merge_of_a_signed_record_with_one_that_waits_signs_and_frees(library: Unit) -> None:
    kept = a_reader(library, consent_signed=False)
    double = a_reader(library, given_name="Айгул", day=YESTERDAY)
    readers.merge(kept, double, chosen={})
    assert [one.signed_on for one in kept.consents.all()] == [YESTERDAY]
    assert Reader.objects.get(pk=kept.pk).blocked_reason == ""


def test_a_child_does_not_sign_and_a_grown_up_does(library: Unit) -> None:
    with pytest.raises(readers.BadReaderField) as refused:
        a_reader(library, consent_by="Серікқызы Айгүл")
    assert refused.value.field == "consent_by"
    child = a_reader(library)
    with pytest.raises(readers.BadReaderField):
        readers.sign_consent(child, "Айгүл Серікқызы")
    adult = a_reader(library, birth_date=datetime.date(2000, 1, 1), consent_by="Айгүл Серікқызы")
    assert [adult.consents.get().own, child.consents.get().own] == [True, False]


def test_the_database_holds_it(library: Unit) -> None:
    consent = a_reader(library).consents.get()
    for wrong in ({"signed_by": ""}, {"revoked_on": YESTERDAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            reader=consent.reader, text_version="2024-1", signed_by="Оспан Серік", signed_on=TODAY
        )


def test_a_block_by_hand_hides_no_want_of_consent(library: Unit) -> None:
    first, second = (a_reader(library, given_name=name, consent_signed=False) for name in ("Дана", "Дара"))
    readers.block(first, "кітап жоғалтты")
    readers.block(second, "кітап жоғалтты", until=TODAY)
    readers.unblock(first)
    readers.lift_ended_blocks(TODAY + datetime.timedelta(days=1))
    assert set(Reader.objects.values_list("blocked_for", flat=True)) == {"consent"}


def test_those_that_nobody_gave_are_listed_and_settled_sheet_by_sheet(
    librarian: Client, library: Unit
) -> None:
    doubted = [a_reader(library, given_name=name).consents.get() for name in ("Дана", "Дара", "Дина")]
    other = a_reader(a_library("b11")).consents.get()
    Consent.objects.update(doubtful=True)
    [finding] = prove().named
    assert finding.startswith("consents that nobody gave")
    page = librarian.get(reverse("consents_doubtful"))
    assert [one.pk for one in page.context["page"]] == [one.pk for one in doubted]
    there, gone, _left = (one.pk for one in doubted)
    librarian.post(reverse("consents_doubtful"), {"consent": [there], "found": "yes"})
    librarian.post(reverse("consents_doubtful"), {"consent": [gone, other.pk, "x"], "found": "no"})
    here = Consent.objects.get(pk=there)
    assert (here.doubtful, here.noted_by_id is not None) == (False, True)
    lacking = Consent.objects.select_related("reader").get(pk=gone)
    assert (lacking.signed_on, lacking.reader.blocked_for) == (None, "consent")
    assert Consent.objects.filter(doubtful=True).count() == 2


def test_orda_check_names_who_may_borrow_without_any(library: Unit) -> None:
    reader = a_reader(library)
    reader.consents.all().delete()
    assert prove().named == {"readers who may borrow without a consent": [f"reader {reader.pk}"]}


def test_another_guardian_signs_the_same_text_anew(library: Unit) -> None:
    reader = a_reader(library)
    readers.sign_consent(reader, "Бота Сейіт")
    assert [one.signed_by for one in reader.consents.filter(revoked_on=None)] == ["Бота Сейіт"]
