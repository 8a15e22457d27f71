"""Every `orda` command answers bad input with one clear line and exit code 2, never a traceback, and leaves no trace.

A command without a row in the table fails.
"""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from orda.console import OrdaCommand
from tests.desks import ROOT
from tests.served import ORDA

# Files that hold nothing usable; each test finds them in its own folder.
FILES = {"empty": b"", "garbage": bytes(range(256)) * 400, "words": 'кітап;;;\n\n"'.encode() * 3}
NO_FILES = ["no-such-file", ".", *FILES]
# command -> arguments that can't be done, each a line as typed.
BAD: dict[str, list[str]] = {
    "add_staff": [
        "",
        "aigul",
        "aigul --role librarian",
        "aigul --role king --unit ОҚК",
        "aigul --role librarian --unit 99",
        f"{'a' * 151} --role librarian --unit ОҚК",
    ],
    "backup": [
        *(f"{file} --plain" for file in FILES),
        "out --keys some",
        "out --to nobody",
        "--new-key no-such-folder/key",
        "one two",
        "",
    ],
    "check": ["--everything", "everything"],
    "demo": ["--scale huge", "--seed first", "--port many", "--port 0", "--port 65536", "small"],
    "diary": [
        "",
        "--from 2024-02-30 --to 2024-03-01",
        "--from yesterday --to 2024-03-01",
        "--from 2024-03-02 --to 2024-03-01",
        "--from 2024-01-01 --to 2024-01-31 --library 99",
        "--from 2024-01-01 --to 2024-01-31 --measure laughter",
        "--from 2024-01-01 --to 2024-01-31 --by weather",
        "--from 2024-01-01 --to 2024-01-31 --measure visit --by subject_field",
        "--from 2024-01-01 --to 2024-01-31 --format pdf",
    ],
    "doubles": ["now", "--all"],
    "export_marc": [
        "",
        "out.mrc",
        "--format marc21",
        "out.mrc --format pdf",
        "out.mrc --format marc21 --database music",
        "no-such-folder/out.mrc --format marc21",
        ". --format marc21",
    ],
    "first_key": ["now", "--for director"],
    "import_marc": [
        "",
        "words",
        "words --format pdf",
        "words --format marc21 --database music",
        "words --format marc21 --encoding rot13",
        "words --format marc21 --library 99",
        "words --format marc21 --library OKJ",
        *(f"{file} --format unimarc" for file in ("no-such-file", ".", "empty")),
    ],
    "index": ["--some", "one"],
    "load_network": [*NO_FILES, "one two", "--holidays", *(f"--holidays {file}" for file in NO_FILES)],
    "load_plan": [*NO_FILES, "--year 0", "--year soon", "one two"],
    "messages": ["everything"],
    "migrate": ["no_such_room", "network 9999", "--database nowhere", "network 0001 more"],
    "nightly": ["--when now", "tomorrow"],
    "plan_lines": [
        "",
        "--year soon",
        "--year 0",
        "--year 2024 --as-of 2024-02-30",
        "--year 2024 --format pdf",
    ],
    "plan_status": [
        "",
        "--year soon",
        "--year 0",
        "--year 99999",
        "--year 2024 --cohort adults",
        "--year 2024 --library 99",
        "--year 2024 --as-of 2024-02-30",
        "--year 2024 --as-of 2023-12-31",
        "--year 2024 --format pdf",
    ],
    "read_age_marks": ["--all", "books"],
    "remind": ["--when now", "families"],
    "remind_reports": [
        "",
        "--to nobody",
        "--to a@example.kz --days many",
        "--to a@example.kz --days 61",
        "--to a@example.kz --language fr",
        "a@example.kz",
    ],
    "reset_second_factor": ["", "nobody", "one two"],
    "restore": [
        "",
        *NO_FILES,
        "one two",
        *(f"words --key {file}" for file in NO_FILES),
    ],
    "search": [
        "",
        "two words",
        "кітап --database music",
        "кітап --limit many",
        "кітап --limit 0",
        "кітап --limit 1001",
        "кітап --format pdf",
        "к" * 10_000,
    ],
    "send_digest": [
        "",
        "--to nobody",
        "--to a@example.kz --period hourly",
        "--to a@example.kz --language fr",
        "--to a@example.kz --library 99",
        "a@example.kz",
    ],
    "send_reports": ["now", "--show it"],
    "serve": [
        *("--port many", "--port 0", "--port 65536", "--port -1"),
        *("--workers many", "--workers 0", "--workers 65", "--threads 0", "--threads 65"),
        *("--host no.such.host.example", "more"),
    ],
    "sip2": [
        *("--port many", "--port -1", "--port 65536", "--threads 0", "--threads 65"),
        *("--idle 0", "--idle soon", "6001"),
    ],
    "words": ["--some", "кітап"],
}
# Options that every command has from Django; `--verbosity loud` is refused by one parser for all.
SHARED = ["--no-such-option", "--verbosity loud", "--settings"]


def _own_commands() -> list[str]:
    rooms = {config.name for config in apps.get_app_configs() if config.name.startswith("orda.")}
    return sorted(name for name, room in get_commands().items() if room in rooms)


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """say(command, *words): runs it as typed; its exit code and what it said on stderr."""

    def run(name: str, *words: str) -> tuple[int, str]:
        command = load_command_class(get_commands()[name], name)
        try:
            command.run_from_argv(["orda", name, *words])
        except SystemExit as left:
            return int(left.code or 0), capfd.readouterr().err
        return 0, capfd.readouterr().err

    return run


def test_the_table_names_every_command_and_no_other():
    assert _own_commands() == sorted(BAD)


@pytest.mark.parametrize("name", _own_commands())
def test_a_command_says_what_it_does(name):
    command = load_command_class(get_commands()[name], name)
    assert isinstance(command, OrdaCommand)
    assert len(command.help) > 20


@pytest.mark.parametrize(
    ("name", "typed"),
    [(name, typed) for name, lines in BAD.items() for typed in [*lines, *SHARED]],
    ids=lambda text: text[:60],
)
def test_bad_input_gets_one_line_and_exit_code_2(city, rows, say, tmp_path, monkeypatch, name, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    monkeypatch.chdir(tmp_path)
    for file, content in FILES.items():
        (tmp_path / file).write_bytes(content)
    before = rows()
    code, said = say(name, *typed.split())
    assert code == 2
    assert said.startswith(f"orda {name}: ")
    assert said.count("\n") == 1, said
    assert "Traceback" not in said
    assert rows() == before


@pytest.mark.parametrize("name", _own_commands())
def test_bytes_that_are_no_text_are_refused(say, name):
    code, said = say(name, b"\xd2\xff".decode(errors="surrogateescape"))
    assert (code, said) == (2, f"orda {name}: argument 1 is not text in UTF-8\n")


@pytest.fixture
def rows(db) -> Callable[[], dict[str, int]]:
    """rows(): how many rows each table has."""
    return lambda: {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_as_a_user_types_it(tmp_path: Path):
    """The installed command itself, in a process of its own, on a new folder without a database."""
    for words in (["diary", "--from", "2024-02-30", "--to", "2024-03-01"], ["plan_status", "--year", "2024"]):
        done = subprocess.run(
            [ORDA, *words],
            env={"ORDA_DATA_DIR": str(tmp_path), "PATH": str(Path(sys.executable).parent), "LANG": "C.UTF-8"},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
