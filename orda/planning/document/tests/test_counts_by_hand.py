"""What is counted for the plan by hand, and who has not counted yet."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orda.network.models import Role, Unit
from orda.planning.document import by_hand
from orda.planning.document.missing import by_performer, who_is_missing
from orda.planning.document.queries import lines_of
from orda.planning.document.tests.conftest import actual, line
from orda.planning.models import ManualCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def central(city) -> Unit:
    return Unit.objects.get(code="ОҚК")


def test_a_manual_line_takes_counts_with_a_note_and_evidence(the_plan, branch, methodologist):
    restored = the_plan.lines.get(content_kk="Кітаптарды қалпына келтіру")
    assert lines_of(the_plan, None, [restored])[0].actual is None
    evidence = SimpleUploadedFile("journal.pdf", b"%PDF-1.4")
    first = by_hand.count_by_hand(
        restored, branch, 120, "journal of restoration, p. 4", methodologist, attachment=evidence
    )
    by_hand.count_by_hand(restored, branch, 30, "journal, p. 5", methodologist)
    assert lines_of(the_plan, None, [restored])[0].actual == 150
    by_hand.take_back(first)
    assert lines_of(the_plan, None, [restored])[0].actual == 30
    with pytest.raises(by_hand.NotYours):
        by_hand.take_back(first)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"note": "  "}, by_hand.NoteMissing),
        ({"quantity": -1}, by_hand.BadQuantity),
        ({"day": datetime.date(2025, 1, 1)}, by_hand.OutsideTheYear),
        ({"day": datetime.date(2024, 12, 31)}, by_hand.OutsideTheYear),
        ({"attachment": SimpleUploadedFile("a.exe", b"MZ")}, by_hand.BadAttachment),
        ({"line": "new_literature.kk.all.science"}, by_hand.CountedByOrda),
    ],
)
def test_a_wrong_count_by_hand_is_refused_and_changes_nothing(
    the_plan, branch, methodologist, change, refusal
):
    asked = {"line": "stock_care.7", "quantity": 1, "note": "journal", **change}
    found, quantity, note = line(asked.pop("line")), asked.pop("quantity"), asked.pop("note")
    with pytest.raises(refusal):
        by_hand.count_by_hand(found, branch, quantity, note, methodologist, **asked)
    assert not ManualCount.objects.exists()


def test_of_what_stands_the_last_count_of_each_library_holds(the_plan, branch, methodologist):
    followers = line("social.Instagram.followers", "children")
    for number, day in ((5000, 1), (5200, 20)):
        by_hand.count_by_hand(
            followers, branch, number, "page", methodologist, day=datetime.date(2024, 11, day)
        )
    assert actual("social.Instagram.followers", "children") == 5200
    assert actual("social.Instagram.followers", "children", datetime.date(2024, 11, 5)) == 5000


def test_who_is_missing_names_performers_without_a_count(the_plan, central, methodologist):
    survey = the_plan.lines.get(key="activity.15")  # the central library and branch 12
    named = {one.line.key: [unit.code for unit in one.libraries] for one in who_is_missing(the_plan, 4)}
    assert named["activity.15"] == ["ОҚК", "12б"]
    by_hand.count_by_hand(survey, central, 1, "held", methodologist)
    # A milestone is reached once, whoever entered it; a count is waited for from each of its performers.
    assert "activity.15" not in {one.line.key for one in who_is_missing(the_plan, 4)}
    survey.source = {"kind": "manual"}
    survey.save()
    (waiting,) = [one for one in who_is_missing(the_plan, 4) if one.line.key == "activity.15"]
    assert [unit.code for unit in waiting.libraries] == ["12б"]


def test_who_is_missing_is_told_performer_by_performer(the_plan, client, methodologist):
    rows = who_is_missing(the_plan, 4)
    owed = dict(by_performer(rows))
    assert owed["12б"] == sum("12б" in [unit.code for unit in row.libraries] for row in rows) > 0
    assert sum(owed.values()) == sum(len(row.performers) for row in rows)
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/plan/2024/missing/", {"quarter": "4", "who": "12б"})
    assert len(page.context["rows"]) == owed["12б"]
    assert client.get("/plan/2024/missing/", {"quarter": "4", "who": "nobody"}).context["rows"] == []


def test_a_librarian_counts_by_hand_and_only_evidence_is_handed_out(the_plan, client, staff_of):
    librarian = staff_of(Role.LIBRARIAN)
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    unit = librarian.appointments.get().unit
    found = line("stock_care.7")
    wrong = client.post(
        f"/plan/line/{found.pk}/count/", {"library": unit.code, "day": "2024-11-20", "quantity": "x"}
    )
    assert wrong.status_code == 422
    kept = client.post(
        f"/plan/line/{found.pk}/count/",
        {
            "library": unit.code,
            "day": "2024-11-20",
            "quantity": "12",
            "note": "журнал реставрации",
            "attachment": SimpleUploadedFile("list.png", b"\x89PNG"),
        },
    )
    assert kept.status_code == 302
    count = ManualCount.objects.get()
    answer = client.get(f"/plan/count/{count.pk}/attachment/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post(f"/plan/count/{count.pk}/take-back/").status_code == 302
    count.refresh_from_db()
    assert count.taken_back


def test_the_like_of_a_count_is_shown_before_it_is_kept_twice(the_plan, branch, client_as):
    restored = the_plan.lines.get(content_kk="Кітаптарды қалпына келтіру")
    desk = client_as(Role.METHODOLOGIST, branch)
    told = {"library": branch.code, "day": "2024-02-12", "quantity": 30, "note": "journal, p. 5"}
    address = reverse("plan_line_count", args=[restored.pk])
    desk.post(address, told)
    warned = desk.post(address, {**told, "note": "journal"})
    assert warned.status_code == 422
    assert "journal, p. 5" in warned.content.decode()
    assert ManualCount.objects.count() == 1
    desk.post(address, {**told, "another": "on"})
    assert ManualCount.objects.count() == 2
