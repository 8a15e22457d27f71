"""`orda check` names every difference between the diary, the acts, the totals and the levels."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from orda.diary import audit, proof, services
from orda.diary.findings import NAMED
from orda.diary.models import DayTotal, Entry, MonthSum, MonthTotal

from .conftest import TODAY, Town

DAY = datetime.date(2024, 3, 5)


@pytest.fixture
def acts(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Three acts of visits with their lines, folded; the list is what the acts say and may be changed."""
    said: list[Any] = [(n, DAY, town.libraries[n % 3].pk, n * 10) for n in (1, 2, 3)]
    for act_id, day, library_id, quantity in said:
        services.post(
            day=day, library_id=library_id, measure="visit", act="visit", act_id=act_id, quantity=quantity
        )
    services.close_days_before(TODAY)
    monkeypatch.setattr(audit, "AUDITORS", {})
    monkeypatch.setattr(audit, "LEVELS_FROM_SCRATCH", {})
    monkeypatch.setattr(proof, "AUDITORS", audit.AUDITORS)
    monkeypatch.setattr(proof, "LEVELS_FROM_SCRATCH", audit.LEVELS_FROM_SCRATCH)
    audit.audits("visit", act="visit")(lambda: sorted(said))
    return said


def check(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code: Any = 0
    try:
        call_command("check")
    except SystemExit as left:
        code = left.code
    return code, capsys.readouterr().out


def tamper(*statements: str) -> None:
    """Changes the diary behind its own back: the guards are lifted for a moment."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            back = ["SET session_replication_role = origin"]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
            back = [sql for _name, sql in guards]
            for name, _sql in guards:
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in [*statements, *back]:
            cursor.execute(statement)


def test_it_says_what_it_audited_and_that_it_is_clean(
    acts: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(capsys)
    assert code == 0
    assert "3  visit\n" in said
    assert said.endswith("clean\n")


def test_a_line_taken_back_leaves_nothing_to_expect(
    acts: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    services.reverse_act("visit", 2)
    del acts[1]
    assert check(capsys)[0] == 0


def test_lines_by_hand_need_no_act(acts: list[Any], town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    services.enter_by_hand(day=DAY, library=town.first, measure="visit", quantity=5, reason="power cut")
    assert check(capsys)[0] == 0


CHANGES: list[tuple[str, tuple[str, ...], list[str]]] = [
    (
        "a deleted line",
        ("DELETE FROM diary_entry WHERE act_id = 2",),
        ["visit: visit 2 should stand as 20 on 2024-03-05 at town-3", "lines 0, total 20"],
    ),
    ("a changed quantity", ("UPDATE diary_entry SET quantity = 21 WHERE act_id = 2",), ["stands as 21 on"]),
    (
        "a changed day",
        ("UPDATE diary_entry SET day = '2024-03-06' WHERE act_id = 2",),
        ["stands as 20 on 2024-03-06", "visit on 2024-03-05 at town-3", "visit on 2024-03-06 at town-3"],
    ),
    (
        "a line without its act",
        ("UPDATE diary_entry SET act_id = 77 WHERE act_id = 2",),
        ["lines without their act: 1", "visit: visit 77 stands as 20", "visit: visit 2 should stand as 20"],
    ),
    (
        "a line of an act nobody proves",
        ("UPDATE diary_entry SET act = 'ghost' WHERE act_id = 2",),
        ["visit: 1 lines of act 'ghost'"],
    ),
    (
        "a measure nobody proves",
        ("UPDATE diary_entry SET measure = 'loan' WHERE act_id = 2",),
        ["loan: 1 lines of act 'visit'"],
    ),
    (
        "a changed day total",
        ("UPDATE diary_daytotal SET quantity = quantity + 1 WHERE quantity = 20",),
        ["visit on 2024-03-05 at town-3", "lines 20, total 21", "days 21, month 20"],
    ),
    (
        "a lost day total",
        ("DELETE FROM diary_daytotal WHERE quantity = 20",),
        ["lines 20, total 0", "days 0, month 20"],
    ),
    (
        "a changed month total",
        ("UPDATE diary_monthtotal SET quantity = 0 WHERE quantity = 20",),
        ["visit in 2024-03 at town-3", "days 20, month 0"],
    ),
    (
        "a changed month sum",
        ("UPDATE diary_monthsum SET quantity = 7 WHERE quantity = 20",),
        ["visit in 2024-03 at town-3: totals 20, sum 7"],
    ),
    (
        "a lost month sum",
        ("DELETE FROM diary_monthsum WHERE quantity = 20",),
        ["visit in 2024-03 at town-3: totals 20, sum 0"],
    ),
    ("an unfolded line", ("UPDATE diary_entry SET open = NOT open WHERE act_id = 2",), ["lines 0, total 20"]),
]


@pytest.mark.parametrize(("statements", "named"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_it_names_what_was_changed_behind_its_back(
    acts: list[Any], capsys: pytest.CaptureFixture[str], statements: tuple[str, ...], named: list[str]
) -> None:
    tamper(*statements)
    code, said = check(capsys)
    assert code == 1
    assert "clean" not in said
    for line in named:
        assert line in said


def test_it_names_a_line_at_the_wrong_library(
    acts: list[Any], town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(f"UPDATE diary_entry SET library_id = {town.first.pk} WHERE act_id = 2")
    code, said = check(capsys)
    assert code == 1
    assert (
        "visit: visit 2 should stand as 20 on 2024-03-05 at town-3, stands as 20 on 2024-03-05 at town-1"
        in said
    )


def test_it_names_a_line_marked_as_folded_that_no_total_holds(
    acts: list[Any], town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    services.post(day=TODAY, library_id=town.first.pk, measure="visit", act="visit", act_id=4)
    acts.append((4, TODAY, town.first.pk, 1))
    assert check(capsys)[0] == 0
    Entry.objects.filter(act_id=4).update(open=False)
    code, said = check(capsys)
    assert code == 1
    assert "visit on 2024-11-23 at town-1" in said
    assert "lines 1, total 0" in said


def test_it_names_a_voided_act_whose_line_still_stands(
    acts: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    del acts[0]
    code, said = check(capsys)
    assert code == 1
    assert "visit: visit 1 stands as 10 on 2024-03-05 at town-2" in said


def test_it_names_a_reversal_that_takes_back_something_else(
    acts: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    services.reverse_act("visit", 2)
    tamper("UPDATE diary_entry SET quantity = -19 WHERE reverses_id IS NOT NULL")
    code, said = check(capsys)
    assert code == 1
    assert "reversals that do not match: 1" in said


def test_it_names_a_missing_guard(acts: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    on = " ON diary_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER diary_entry_append_only{on}")
    code, said = check(capsys)
    assert code == 1
    assert "trigger diary_entry_append_only" in said


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (None, "levels that no room can count: 1\n  stock"),
        (lambda day: {}, "stock at town-1 on 2024-11-23: counted 0, by the diary 30"),
        (lambda day: {10**9: 1}, "stock at 1000000000 on 2024-11-23: counted 1, by the diary 0"),
    ],
)
def test_it_names_a_level_that_differs_from_its_flows(
    acts: list[Any],
    town: Town,
    capsys: pytest.CaptureFixture[str],
    count: Callable[[datetime.date], dict[int, int]] | None,
    named: str,
) -> None:
    services.post(day=DAY, library_id=town.first.pk, measure="intake", act="intake", act_id=1, quantity=30)
    audit.audits("intake", act="intake")(lambda: [(1, DAY, town.first.pk, 30)])
    if count is not None:
        audit.level("stock")(count)
    code, said = check(capsys)
    assert code == 1
    assert named in said


def test_it_names_the_first_fifty_and_counts_the_rest(
    acts: list[Any], town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    acts.extend((n, DAY, town.first.pk, 1) for n in range(100, 100 + NAMED + 7))
    code, said = check(capsys)
    assert code == 1
    assert f"acts without their line: {NAMED + 7}" in said
    assert said.count("should stand as") == NAMED
    assert "… and 7 more" in said


def test_an_auditor_out_of_order_is_an_error_of_the_program(acts: list[Any]) -> None:
    audit.audits("visit", act="visit")(lambda: [(2, DAY, 1, 1), (1, DAY, 1, 1)])
    with pytest.raises(ValueError, match="out of order"):
        proof.prove()


def test_every_total_is_checked_month_by_month(acts: list[Any], town: Town) -> None:
    services.post(
        day=datetime.date(2022, 12, 31), library_id=town.first.pk, measure="visit", act="visit", act_id=9
    )
    acts.append((9, datetime.date(2022, 12, 31), town.first.pk, 1))
    services.close_days_before(TODAY)
    assert proof.prove().clean
    DayTotal.objects.filter(day__year=2022).update(quantity=2)
    MonthTotal.objects.filter(month__year=2022).update(quantity=2)
    MonthSum.objects.filter(month__year=2022).update(quantity=2)
    assert list(proof.prove().counts) == ["day totals that differ from their lines"]
