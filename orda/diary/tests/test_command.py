"""`orda diary` and `orda nightly` from outside, as a script calls them."""

import datetime
import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command

from orda.console import BadInput
from orda.diary import services
from orda.diary.models import Entry

from .conftest import TODAY, Town


@pytest.fixture
def year(town: Town) -> None:
    kinds = ({"language": "kk", "document_kind": "book"}, {"language": "ru"}, {})
    for act_id, (library, values) in enumerate(
        (library, values) for library in town.libraries for values in kinds
    ):
        for month in (1, 2):
            services.post(
                day=datetime.date(2024, month, 5),
                library_id=library.pk,
                measure="loan",
                quantity=act_id + 1,
                values=values,
                act="loan",
                act_id=act_id,
            )
    services.post(
        day=datetime.date(2024, 2, 5),
        library_id=town.first.pk,
        measure="visit",
        act="visit",
        act_id=1,
        quantity=100,
    )
    services.close_day(town.first, datetime.date(2024, 1, 5))


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    call_command("diary", "--from", "2024-01-01", "--to", "2024-12-31", "--format", "json", *arguments)
    return json.loads(capsys.readouterr().out)


def test_it_sums_a_measure(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "--measure", "loan") == {"rows": [{"measure": "loan", "quantity": 90}], "total": 90}


def test_it_tells_measures_apart(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys) == {
        "rows": [{"measure": "loan", "quantity": 90}, {"measure": "visit", "quantity": 100}],
        "total": 190,
    }


def test_a_library_stands_for_its_subtree(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "--library", "town", "--measure", "loan")["total"] == 90
    assert answer(capsys, "--library", "town-2", "--measure", "loan")["total"] == 2 * (4 + 5 + 6)


def test_it_groups_by_places_times_and_dimensions(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "--measure", "loan", "--by", "cohort")["rows"] == [
        {"cohort": "children", "measure": "loan", "quantity": 42},
        {"cohort": "public", "measure": "loan", "quantity": 48},
    ]
    assert answer(capsys, "--measure", "loan", "--by", "library,month")["rows"][:2] == [
        {"library": "town-1", "month": "2024-01", "measure": "loan", "quantity": 6},
        {"library": "town-1", "month": "2024-02", "measure": "loan", "quantity": 6},
    ]
    assert answer(capsys, "--by", "day", "--measure", "visit")["rows"] == [
        {"day": "2024-02-05", "measure": "visit", "quantity": 100}
    ]
    assert answer(capsys, "--measure", "loan", "--by", "language,document_kind")["rows"] == [
        {"language": None, "document_kind": None, "measure": "loan", "quantity": 36},
        {"language": "kk", "document_kind": "book", "measure": "loan", "quantity": 24},
        {"language": "ru", "document_kind": None, "measure": "loan", "quantity": 30},
    ]
    both = answer(capsys, "--measure", "loan", "--by", "month,day")["rows"]
    assert [(row["month"], row["day"]) for row in both] == [
        ("2024-01", "2024-01-05"),
        ("2024-02", "2024-02-05"),
    ]


def test_as_text_it_is_a_table(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("diary", "--from", "2024-01-01", "--to", "2024-12-31", "--by", "cohort", "--measure", "loan")
    said = capsys.readouterr().out
    assert said.splitlines()[1].split() == ["cohort", "measure", "quantity"]
    assert said.splitlines()[-1].split() == ["total", "90"]


BAD: list[tuple[list[str], str]] = [
    (["--measure", "loans"], "'loans'"),
    (["--by", "colour"], "'colour'"),
    (["--by", "day,day"], "twice"),
    (["--measure", "visit", "--by", "language"], "not told apart by 'language'"),
    (["--library", "atlantis"], "'atlantis'"),
    (["--from", "2025-01-01"], "lies after"),
    (["--from", "2024-02-30"], "'2024-02-30' is not a date"),
    (["--from", "yesterday"], "'yesterday' is not a date"),
    (["--format", "xml"], "xml"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD)
def test_it_refuses_bad_input(db: None, arguments: list[str], named: str) -> None:
    with pytest.raises(BadInput, match=named) as refused:
        call_command("diary", "--from", "2024-01-01", "--to", "2024-12-31", *arguments)
    assert refused.value.returncode == 2


def test_on_the_command_line_bad_input_is_one_line_and_exit_code_2() -> None:
    run = "import sys; from orda.console import main; sys.argv[0] = 'orda'; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "diary", "--from", "2024-02-30", "--to", "2024-03-01"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "2024-02-30" in done.stderr


def test_the_night_closes_what_is_over_and_says_so(year: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("nightly")
    assert f"5 library days before {TODAY} closed\n" in capsys.readouterr().out
    assert not Entry.objects.filter(open=True).exists()
    call_command("nightly")
    assert f"0 library days before {TODAY} closed\n" in capsys.readouterr().out
