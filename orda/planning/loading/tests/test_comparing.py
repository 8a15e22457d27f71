"""A plan that was loaded before its source was transcribed better: what differs is told, nobody's work is lost."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from orda.diary.truths import TRUTHS
from orda.events.services import load_planned_events
from orda.planning.document.models import Line, Passage, Plan, Version
from orda.planning.document.services import take_step
from orda.planning.loading.comparing import differences, untold_differences
from orda.planning.loading.keeping import PlanInUse
from orda.planning.loading.services import load_plan
from orda.planning.year.models import Figure


@pytest.fixture
def plan(city) -> Plan:
    load_planned_events(allow_missing=True)
    load_plan()
    return Plan.objects.get(year=2024)


@pytest.fixture
def old_plan(plan: Plan) -> Plan:
    """As an older version loaded it: a figure one column off, a term and a line lost; a word was never changed."""
    line = Line.objects.get(plan=plan, source={"kind": "events", "number": 19})
    assert line.term_text
    Line.objects.filter(pk=line.pk).update(term_text="")
    Figure.objects.filter(year=2024, kind="target", indicator="loans", cohort="children", quarter=0).update(
        value=18
    )
    lost = plan.lines.filter(counts=None).exclude(pk=line.pk).order_by("-pk").first()
    lost.delete()
    Plan.objects.update(source_seal="", loaded_seal="")
    plan.refresh_from_db()
    plan.lost, plan.cut = lost.key, line.key
    return plan


def _told() -> list[str]:
    [broken] = [one for finding, one in TRUTHS.items() if "transcribed better" in finding]
    return list(broken())


def test_a_plan_that_was_just_loaded_differs_in_nothing(plan: Plan):
    assert differences(plan) == []
    Plan.objects.update(source_seal="")  # loaded by an older version, and the same
    assert _told() == []


def test_an_older_transcription_is_told_line_by_line(old_plan: Plan):
    told = "\n".join(_told())
    assert "loans children, target of 2024: 18, the source " in told
    assert f"line {old_plan.cut}, term_text: nothing, the source “" in told
    assert f"line {old_plan.lost}" in told
    assert len(_told()) == 3


def test_of_a_plan_that_people_worked_on_nothing_is_overwritten(old_plan: Plan, staff_of):
    take_step(old_plan, "submit", staff_of("methodologist"))
    with pytest.raises(PlanInUse):
        load_plan()
    assert len(_told()) == 3
    assert Figure.objects.get(
        year=2024, kind="target", indicator="loans", cohort="children", quarter=0
    ).value == Decimal(18)
    assert Version.objects.count() == 1


def test_once_it_was_compared_the_check_is_content(old_plan: Plan, capsys):
    call_command("load_plan", "--compare")
    assert "plan 2024: 3 differences from its source" in capsys.readouterr().out
    assert len(_told()) == 3
    call_command("load_plan", "--keep")
    assert _told() == []
    call_command("load_plan", "--compare")
    assert "plan 2024: 3 differences" in capsys.readouterr().out


def test_one_that_nobody_worked_on_is_read_anew(old_plan: Plan):
    load_plan()
    assert _told() == []
    assert Line.objects.filter(key=old_plan.lost).exists()


@pytest.mark.parametrize("what", ["word", "number", "prose"])
def test_a_changed_word_or_number_is_work_too(plan: Plan, what: str):
    if what == "word":
        Line.objects.filter(pk=plan.lines.first().pk).update(content_kk="Біздің сөз")
    elif what == "number":
        Figure.objects.filter(year=2024, kind="target", indicator="loans").update(value=5)
    else:
        Passage.objects.filter(section__plan=plan).update(text_kk="Біздің сөз")
    with pytest.raises(PlanInUse):
        load_plan()
    assert _told() == []  # their own work is no older transcription


def test_a_plan_of_the_librarys_own_is_not_compared(plan: Plan):
    Plan.objects.update(source_seal="")
    keys = list(plan.lines.values_list("pk", flat=True))
    for number, pk in enumerate(keys):
        Line.objects.filter(pk=pk).update(key=f"ours.{number}")
    assert untold_differences() == []


def test_what_is_not_there_is_not_compared(db):
    assert _told() == []
    with pytest.raises(CommandError):
        call_command("load_plan", "--compare", "--year", "2031")
