"""An index that is damaged or gone: noticed, said in plain words, made anew; the rest of the house works."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from orda.catalog import changes
from orda.network.health import troubles
from orda.search import healing, index
from orda.search.models import Waiting
from orda.search.queries import search
from orda.search.services import IndexBusy, catch_up, index_anew

KINDS = ("fast", "fieldnorm", "idx", "pos", "store", "term", "json")


def _files(kind: str) -> list[Path]:
    found = list(index.folder().glob("meta.json" if kind == "json" else f"*.{kind}"))
    assert found
    return found


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[0 if path.suffix == ".json" else len(content) // 4] ^= 0x10
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("how", [_cut, _one_bit, _empty, Path.unlink])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_wrong_with_whichever_file_is_noticed_and_healed(a_book, client, kind, how) -> None:
    for number in range(3):
        a_book(f"Кітап {number}")
    index.forget()  # as another process finds it
    for path in _files(kind):
        how(path)
    found = search("кітап")
    assert found.broken
    assert found.hits == []
    page = client.get(reverse("catalogue"), {"q": "кітап"}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "its index is being made anew" in page.content.decode()
    assert "search" in [one.part for one in troubles()]
    out = StringIO()
    call_command("index", all=True, stdout=out)
    assert out.getvalue() == "3 records indexed, 3 in the index\n"
    assert search("кітап").count == 3
    assert "search" not in [one.part for one in troubles()]


def test_a_folder_that_is_gone_is_no_empty_catalogue(a_book, client) -> None:
    a_book("Кітап")
    index.throw_away()
    assert "search" in [one.part for one in troubles()]
    assert search("кітап").broken
    assert index_anew() == 1
    assert search("кітап").count == 1


def test_a_new_house_has_nothing_to_heal(library, client) -> None:
    assert not search("кітап").broken
    assert "search" not in [one.part for one in troubles()]


def test_it_is_begun_once_and_tried_again_later(a_book, monkeypatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(healing, "start", lambda: begun.append(1))
    a_book("Кітап")
    index.throw_away()
    for _question in range(5):
        search("кітап")
    assert len(begun) == 1
    monkeypatch.setattr(healing, "AGAIN", -1.0)
    search("кітап")
    assert len(begun) == 2


def test_while_it_is_made_anew_what_changes_waits_and_is_in_it_in_the_end(a_book) -> None:
    record = a_book("Ескі атау")
    with healing.alone() as first:
        assert first
        record.title = "Жаңа атау"
        record.save()
        changes.tell([record.pk])
        assert catch_up() == 0
        assert Waiting.objects.exists()
        with pytest.raises(IndexBusy):
            index_anew()
    assert index_anew() == 1
    assert [hit.record.title for hit in search("атау").hits] == ["Жаңа атау"]
    assert not Waiting.objects.exists()


def test_readers_search_the_old_one_until_the_new_one_is_whole(a_book) -> None:
    a_book("Кітап")
    with index.beside() as writer:
        assert search("кітап").count == 1
        writer.commit()
        assert search("кітап").count == 1
    assert search("кітап").count == 0  # the new one is empty: nothing was put into it
    assert index_anew() == 1


def test_a_change_in_the_catalogue_is_kept_though_the_index_is_damaged(a_book) -> None:
    record = a_book("Кітап")
    index.forget()
    _cut(_files("store")[0])
    changes.tell([record.pk])
    assert catch_up() == 0
    assert Waiting.objects.count() == 1
    index_anew()
    assert not Waiting.objects.exists()


def test_it_is_the_command_that_is_started(monkeypatch) -> None:
    monkeypatch.undo()
    asked: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_more: asked.append(words))
    healing.start()
    monkeypatch.setattr(healing, "_started", None)
    assert asked == [[sys.executable, "-m", "orda.console", "index", "--all"]]
