"""A backup of a house at work, put back elsewhere and here: equal, or refused in one line."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.desks import ROOT
from tests.served import ORDA, environment_of

pytestmark = pytest.mark.parallel


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]
    folder: Path

    def orda(self, *words: object, code: int = 0) -> str:
        """What the command says; a refusal is one line."""
        done = subprocess.run(
            [ORDA, *map(str, words)],
            **{"env": self.environment, "cwd": ROOT, "capture_output": True, "text": True},
        )
        assert done.returncode == code, done.stdout + done.stderr
        if code:
            assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stdout + done.stderr

    def backup(self, folder: Path, *words: object) -> Path:
        before = set(folder.glob("orda-*"))
        self.orda("backup", folder, *words)
        (made,) = set(folder.glob("orda-*")) - before
        return made

    def python(self, text: str) -> str:
        lines = f"import django; django.setup()\n{text}"
        done = subprocess.run(
            [sys.executable, "-c", lines],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "orda.settings"},
            **{"cwd": ROOT, "capture_output": True, "text": True},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def first(new_database: str, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A library with loans, a photograph, and an IIN."""
    folder = tmp_path_factory.mktemp("first")
    made = Installation(environment_of(new_database, folder), folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.first_library"],
        **{"env": made.environment, "cwd": ROOT, "capture_output": True, "text": True},
    )
    assert done.returncode == 0, done.stderr
    (folder / "media" / "readers").mkdir(parents=True)
    (folder / "media" / "readers" / "1.jpg").write_bytes(b"\xff\xd8 a picture of Aigul")
    return made


@pytest.fixture
def elsewhere(another_database: Callable[..., Any], tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    """An installation in which nobody lives yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with another_database() as url:
        yield lambda: Installation(environment_of(url, folder), folder)


def test_it_is_put_back_equal_in_an_empty_place(first, elsewhere, tmp_path):
    there = elsewhere()
    backup = first.backup(tmp_path, "--keys", "with")
    said = there.orda("restore", backup)
    assert said.splitlines()[-1] == "done"
    assert "equal to what was copied away" in said
    assert (there.folder / "media/readers/1.jpg").read_bytes() == b"\xff\xd8 a picture of Aigul"
    assert (there.folder / "secret_key").read_text() == (first.folder / "secret_key").read_text()
    ask = "from orda.upkeep.backup.proof import proof; import json; print(json.dumps(proof()))"  # as of today
    before, after = (json.loads(one.python(ask)) for one in (first, there))
    for found in (before, after):
        del found["tables"]["network_run"]  # a backup here, a restoring there
    assert after == before
    assert after["tables"]["catalog_record"] > 0
    assert "clean" in there.orda("check")
    assert not list(there.folder.glob("restoring-*"))


def test_numbers_that_were_given_once_are_given_to_nobody_else(first, elsewhere, tmp_path):
    """The diary names acts by their number: a new act must not take that of one that is gone."""
    first.python(
        "from orda.network.models import Run; from django.utils import timezone\n"
        "[Run.objects.create(what='x', ended_at=timezone.now(), seconds=1, well=True) for _ in range(9)]\n"
        "Run.objects.filter(what='x').delete()"
    )
    there = elsewhere()
    there.orda("restore", first.backup(tmp_path, "--keys", "with"))
    new = "from orda.network.models import Run; print(max(Run.objects.values_list('pk', flat=True)))"
    assert int(there.python(new)) > 9


def test_a_backup_ends_while_others_write_without_a_pause(first, tmp_path):
    write = (
        "import sys, time; from orda.network.models import Run; from django.utils import timezone\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    Run.objects.create(what='write', ended_at=timezone.now(), seconds=1, well=True)\n"
        "    time.sleep(0.005)"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{write}"],
        env={**first.environment, "DJANGO_SETTINGS_MODULE": "orda.settings"},
        **{"cwd": ROOT, "stdout": subprocess.PIPE},
    )
    try:
        assert writer.stdout.readline() == b"ready\n"
        started = time.monotonic()
        first.backup(tmp_path)
        assert time.monotonic() - started < 60
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()


def test_a_house_that_lives_is_not_overwritten_unasked_and_is_kept_then(first, elsewhere, tmp_path):
    there = elsewhere()
    backup = first.backup(tmp_path, "--keys", "with")
    there.orda("restore", backup)
    there.python("from orda.network.models import Unit; Unit.objects.update(name_en='Changed since')")
    assert "a house lives here" in there.orda("restore", backup, code=2)
    named = "from orda.network.models import Unit; print(set(Unit.objects.values_list('name_en', flat=True)))"
    assert there.python(named) == "{'Changed since'}\n"
    said = there.orda("restore", backup, "--replace")
    assert "what lived here before is kept: " in said
    assert "Changed since" not in there.python(named)
    kept = list(there.folder.glob("before-restoring-*"))
    assert len(kept) == 1
    assert (kept[0] / "media/readers/1.jpg").exists()


@pytest.mark.parametrize("where", ["begin", "middle", "end"])
def test_what_is_broken_is_refused_and_nothing_changes(first, elsewhere, tmp_path, where):
    there, backup = elsewhere(), first.backup(tmp_path, "--keys", "with")
    whole = backup.read_bytes()
    if where == "end":
        backup.write_bytes(whole[:-2000])
    else:
        at = 2 if where == "begin" else len(whole) // 2
        backup.write_bytes(whole[:at] + bytes(64) + whole[at + 64 :])
    said = there.orda("restore", backup, code=2)
    assert ("broken" in said) or ("no backup" in said)
    assert "network_unit" not in there.python("from orda.upkeep.backup.proof import tables; print(tables())")


def test_an_encrypted_one_opens_with_its_key_alone(first, elsewhere, tmp_path):
    there = elsewhere()
    public = first.orda("backup", "--new-key", tmp_path / "key.txt").splitlines()[0].partition("=")[2]
    first.orda("backup", "--new-key", tmp_path / "other.txt")
    backup = first.backup(tmp_path, "--to", public)
    assert backup.suffix == ".age"
    assert "readers/1.jpg" not in backup.read_bytes().decode("latin-1")
    assert "is encrypted" in there.orda("restore", backup, code=2)
    assert "not this backup's" in there.orda("restore", backup, "--key", tmp_path / "other.txt", code=2)
    cut = tmp_path / "cut.age"
    cut.write_bytes(backup.read_bytes()[:-1000])
    assert "broken" in there.orda("restore", cut, "--key", tmp_path / "key.txt", code=2)
    assert there.orda("restore", backup, "--key", tmp_path / "key.txt").endswith("done\n")
    # With the keys in it: what they seal is read again.
    assert (there.folder / "secret_key").read_text() == (first.folder / "secret_key").read_text()


def test_without_the_keys_it_is_not_put_back_in_silence(first, elsewhere, tmp_path):
    there, backup = elsewhere(), first.backup(tmp_path)
    assert "enciphered by another key" in there.orda("restore", backup, code=2)
    assert there.orda("restore", backup, "--other-keys").endswith("done\n")


def test_one_that_is_killed_leaves_nothing_that_looks_like_a_backup(first, tmp_path):
    killed = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\n"
            "from orda.upkeep.backup import archive\n"
            "import time, sys; from pathlib import Path; from orda.upkeep.backup.making import make\n"
            "archive._fsync_folder = lambda _folder: None\n"
            "add = archive.Writer.add_bytes\n"
            "def slow(self, *rest): print('half', flush=True); time.sleep(60); add(self, *rest)\n"
            "archive.Writer.add_bytes = slow\n"
            f"make(Path({str(tmp_path)!r}))",
        ],
        env={**first.environment, "DJANGO_SETTINGS_MODULE": "orda.settings"},
        **{"cwd": ROOT, "stdout": subprocess.PIPE},
    )
    assert killed.stdout.readline() == b"half\n"
    assert "another backup is being made" in first.orda("backup", tmp_path, code=2)
    killed.kill()
    killed.communicate()
    assert not list(tmp_path.glob("orda-*"))
    assert list(tmp_path.glob(".orda-*.part"))
    first.backup(tmp_path)
    assert not list(tmp_path.glob(".orda-*.part"))
    assert not list(tmp_path.glob(".orda-backup-*"))


def test_the_night_makes_one_where_the_setting_says_and_notes_it(first, tmp_path):
    folder = tmp_path / "nights"
    nightly = replace(first, environment={**first.environment, "ORDA_BACKUP_FOLDER": str(folder)})
    nightly.orda("nightly")
    (made,) = folder.glob("orda-*")
    asked = "from orda.upkeep.queries import last_backup; run = last_backup(); print(run.well, run.said)"
    assert first.python(asked).startswith(f"True {made}: ")


def test_one_that_went_wrong_is_noted_and_told(first, tmp_path):
    shutil.copy(ROOT / "README.md", tmp_path / "file")
    nightly = replace(first, environment={**first.environment, "ORDA_BACKUP_FOLDER": str(tmp_path / "file")})
    nightly.orda("backup", code=2)
    asked = "from orda.upkeep.queries import last_backup; run = last_backup(); print(run.well, run.said)"
    assert first.python(asked).startswith("False ")
    told = "from orda.network.health import troubles; print([one.part for one in troubles()])"
    assert "'backup'" in first.python(told)
