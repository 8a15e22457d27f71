"""The plan is changed, submitted, approved; its versions are compared."""

from decimal import Decimal

import pytest
from django.utils import translation

from orda.network.models import Role, Unit
from orda.planning.document import by_hand
from orda.planning.document import services as documents
from orda.planning.document.differences import differences
from orda.planning.document.tests.conftest import line
from orda.planning.loading.keeping import PlanInUse
from orda.planning.models import Figure, ManualCount, Passage, Plan
from orda.planning.services import load_plan

pytestmark = pytest.mark.django_db


def in_both_languages(the_plan: Plan) -> None:
    the_plan.lines.filter(content_ru="").update(content_ru="по-русски")
    Passage.objects.filter(section__plan=the_plan, text_ru="").update(text_ru="по-русски")


def test_a_line_changes_while_a_draft_and_its_target_with_it(the_plan, methodologist):
    loans = line("loans", "children")
    documents.change_line(
        loans,
        {"content_ru": "Выдача"},
        {0: Decimal(220100), 1: Decimal(67100), 2: Decimal(52500), 3: Decimal(50000), 4: Decimal(50500)},
        methodologist,
    )
    assert Figure.objects.get(
        year=2024, kind="target", indicator="loans", cohort="children", quarter=0
    ).value == Decimal(220100)
    with pytest.raises(documents.PartsMissTarget):
        documents.change_line(
            loans,
            {},
            {0: Decimal(5), 1: Decimal(1), 2: Decimal(1), 3: Decimal(1), 4: Decimal(1)},
            methodologist,
        )
    with pytest.raises(documents.BadTarget):
        documents.change_line(loans, {}, {0: Decimal(-5)}, methodologist)


def test_a_plan_is_submitted_in_both_languages_and_closed_when_approved(the_plan, methodologist):
    the_plan.lines.filter(key="loans", cohort="children").update(content_ru="")
    with pytest.raises(documents.RussianMissing):
        documents.take_step(the_plan, "submit", methodologist)
    in_both_languages(the_plan)
    with pytest.raises(documents.WrongStep):
        documents.take_step(the_plan, "approve", methodologist)
    documents.take_step(the_plan, "submit", methodologist)
    with pytest.raises(documents.PlanClosed):
        documents.change_line(line("loans", "children"), {"content_ru": "x"}, {}, methodologist)
    documents.take_step(the_plan, "approve", methodologist)
    with pytest.raises(documents.DecisionMissing):
        documents.take_step(the_plan, "change", methodologist)
    assert [one.step for one in the_plan.versions.all()] == ["approved", "submitted"]


def test_two_versions_are_compared_line_by_line_and_keep_their_seals(the_plan, methodologist):
    in_both_languages(the_plan)
    documents.take_step(the_plan, "submit", methodologist)
    documents.take_step(the_plan, "approve", methodologist)
    documents.take_step(the_plan, "change", methodologist, "приказ № 12")
    documents.change_line(
        line("visits", "public"),
        {"performers": "ОКЖ"},
        {0: Decimal(50300)},
        methodologist,
    )
    documents.take_step(the_plan, "submit", methodologist)
    newest, before, *_rest = the_plan.versions.all()
    changed = {(one.name, one.before, one.after) for one in differences(before.content, newest.content)}
    assert changed == {("performers", "", "ОКЖ"), ("target", "50250", "50300")}
    assert all(documents.seal_of(one.content) == one.seal for one in the_plan.versions.all())


def test_an_approved_version_is_compared_with_what_was_approved_before_it(the_plan, client, methodologist):
    """Each step keeps a version: the one just before it is the very text that was submitted."""
    in_both_languages(the_plan)
    for step in ("submit", "approve"):
        documents.take_step(the_plan, step, methodologist)
    documents.take_step(the_plan, "change", methodologist, "приказ № 12")
    documents.change_line(line("visits", "public"), {"performers": "ОКЖ"}, {}, methodologist)
    for step in ("submit", "approve"):
        documents.take_step(the_plan, step, methodologist)
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")

    def compared(number, **asked):
        context = client.get(f"/plan/2024/versions/{number}/", asked).context
        return context["before"] and context["before"].number, context["changed_number"]

    assert compared(5) == (2, 1)
    assert compared(5, **{"with": "4"}) == (4, 0)
    assert compared(5, **{"with": "9"}) == compared(5, **{"with": "x"}) == (2, 1)
    assert compared(4) == (3, 1)
    assert compared(1) == (None, 0)
    page = client.get("/plan/2024/versions/5/", headers={"accept-language": "en"}).content.decode()
    assert "1 difference from version 2" in page
    assert "planning/plan.css" in page
    # The decision stands beside what was approved by it, and what changed is named in the reader's language.
    decided = [one.decision for one in the_plan.versions.order_by("number")]
    assert decided == ["", "", "приказ № 12", "приказ № 12", "приказ № 12"]
    with translation.override("ru"):
        newest, *_others = the_plan.versions.all()
        [changed] = differences(the_plan.versions.get(number=2).content, newest.content)
        cohort = line("visits", "public").get_cohort_display()
    assert changed.what == f"{line('visits', 'public').content_ru} ({cohort})"


def test_a_plan_that_people_work_on_is_not_loaded_over(the_plan, branch, methodologist):
    load_plan()
    by_hand.count_by_hand(line("stock_care.7"), branch, 1, "journal", methodologist)
    with pytest.raises(PlanInUse):
        load_plan()
    assert ManualCount.objects.count() == 1


def test_the_plan_is_read_in_both_languages(the_plan, client, methodologist):
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        "/plan/2024/",
        "/plan/2024/section/control_indicators/",
        "/plan/2024/section/events/",
        "/plan/2024/missing/?quarter=2",
        "/plan/2024/proposal/",
        "/plan/2024/languages/",
        f"/plan/line/{line('loans', 'children').pk}/",
        f"/plan/line/{line('activity.159').pk}/",
    ):
        for language in ("kk", "ru", "en"):
            client.cookies["django_language"] = language
            page = client.get(address)
            assert page.status_code == 200, address
            assert b"planning/plan.css" in page.content, address
    assert client.get("/plan/2024/missing/?quarter=x").status_code == 400
    assert client.get("/plan/1999/").status_code == 404


def test_a_methodologist_changes_a_line_and_a_director_approves_the_plan(
    the_plan, client, methodologist, staff_of
):
    director = staff_of(Role.DIRECTOR, Unit.objects.get(code="OKJ"))
    in_both_languages(the_plan)
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(methodologist, backend=backend)
    found = line("visits", "children")
    page = client.get(f"/plan/line/{found.pk}/change/")
    assert page.status_code == 200
    said = {"content_kk": "Келу", "content_ru": "Посещения", "quarters": "5", "year": "2024"}
    assert client.post(f"/plan/line/{found.pk}/change/", said).status_code == 422
    answer = client.post(
        f"/plan/line/{found.pk}/change/",
        {**said, "quarters": "1234", "target_0": "86000"},
    )
    assert answer.status_code == 302
    client.post("/plan/2024/step/", {"step": "submit"})
    assert client.post("/plan/2024/step/", {"step": "approve"}).status_code == 403
    client.force_login(director, backend=backend)
    client.post("/plan/2024/step/", {"step": "approve"})
    the_plan.refresh_from_db()
    assert the_plan.step == "approved"
    assert client.get("/plan/2024/versions/2/").status_code == 200
    assert client.post("/plan/2024/step/", {"step": "jump"}).status_code == 400
