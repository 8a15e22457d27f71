"""The state of the house and its settings."""

import shutil
from collections import namedtuple

import pytest
from django.core.management import call_command
from django.urls import reverse

from orda.network import house_settings, runs
from orda.network.house import state
from orda.network.models import Deed, Role
from orda.network.templatetags.commands import with_commands
from orda.search import index


@pytest.fixture
def client(city, client_as):
    return client_as(Role.ADMINISTRATOR, city.network)


def _typed(**more):
    now = {rule.name: house_settings.value(rule.name) for rule in house_settings.HOUSE_RULES}
    form = {name: ", ".join(value) if name == "DIGEST_TO" else value for name, value in now.items()}
    for name in ("COPIES_GO_HOME", "CHANGE_ANY_READER"):
        form[name] = "yes" if now[name] else "no"
    return {**form, **more}


def test_a_setting_holds_at_once_and_is_written_down(client, settings):
    assert settings.HOLD_SHELF_DAYS == 5
    client.post(reverse("settings"), _typed(HOLD_SHELF_DAYS="7", COPIES_GO_HOME="no"))
    assert house_settings.number("HOLD_SHELF_DAYS") == 7
    assert house_settings.value("COPIES_GO_HOME") is False
    told = {deed.about: deed.changes for deed in Deed.objects.filter(act="setting_changed")}
    assert told == {
        "ORDA_HOLD_SHELF_DAYS": [["value", 5, 7]],
        "ORDA_COPIES_GO_HOME": [["value", True, False]],
    }
    client.post(reverse("setting_undo", args=["HOLD_SHELF_DAYS"]))
    assert house_settings.number("HOLD_SHELF_DAYS") == 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HOLD_SHELF_DAYS", "0"),
        ("HOLD_SHELF_DAYS", "61"),
        ("HOLD_SHELF_DAYS", "٥"),
        ("HOLD_SHELF_DAYS", ""),
        ("HOLD_SHELF_DAYS", "9" * 30),
        ("REMIND_HOURS", "20-9"),
        ("REMIND_HOURS", "9-25"),
        ("DIGEST_TO", "nobody"),
    ],
)
def test_what_is_out_of_bounds_is_refused_and_named(client, name, text):
    before = house_settings.value(name)
    page = client.post(reverse("settings"), _typed(**{name: text}))
    assert page.status_code == 422
    assert f'id="e_{name}"' in page.content.decode()
    assert house_settings.value(name) == before


def test_what_the_machine_sets_is_shown_and_not_changed(client, settings, monkeypatch):
    monkeypatch.setenv("ORDA_HOLD_SHELF_DAYS", "3")
    settings.HOLD_SHELF_DAYS = 3
    client.post(reverse("settings"), _typed(HOLD_SHELF_DAYS="9"))
    assert house_settings.number("HOLD_SHELF_DAYS") == 3
    assert "Set on the machine (ORDA_HOLD_SHELF_DAYS)" in client.get(reverse("settings")).content.decode()


def test_an_administrator_of_a_part_reads_the_settings_and_changes_none(city, client_as):
    branch = client_as(Role.ADMINISTRATOR, city.branch1)
    assert branch.get(reverse("settings")).status_code == 200
    assert branch.post(reverse("settings"), _typed(HOLD_SHELF_DAYS="9")).status_code == 403
    assert branch.post(reverse("setting_undo", args=["HOLD_SHELF_DAYS"])).status_code == 403
    assert branch.get(reverse("house")).context["facts"] == []
    assert house_settings.number("HOLD_SHELF_DAYS") == 5


def _fact(name):
    return next(fact for fact in state.facts() if fact.name == name)


def test_the_page_names_what_the_house_is_made_of(client):
    names = {fact.name for fact in client.get(reverse("house")).context["facts"]}
    assert {"Version", "Database", "Disk", "Last nightly run", "Last backup", "Search index"} <= names
    assert {"Unsent messages", "Holidays"} <= names


def test_the_nightly_run_is_known_with_its_end(city):
    assert _fact("Last nightly run").value == "never"
    call_command("nightly")
    assert _fact("Last nightly run").level == state.GOOD
    assert runs.last(runs.NIGHTLY).well


def test_a_job_that_broke_off_says_why(city):
    def break_off():
        with runs.noted(runs.BACKUP):
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        break_off()
    fact = _fact("Last backup")
    assert fact.level == state.BAD
    assert "no space left" in fact.advice


def test_a_house_that_was_put_back_is_not_said_to_have_never_been_copied(city):
    assert _fact("Last backup").value == "never"
    with runs.noted(runs.RESTORE) as note:
        note.said = "the backup of 2024-09-16"
    assert _fact("Last backup").value == "none since the house was put back"
    assert _fact("Last backup").level == state.WARN
    assert _fact("The house was put back from a backup").level == state.GOOD
    with runs.noted(runs.BACKUP):
        pass
    assert _fact("Last backup").level == state.GOOD


def test_commands_in_advice_are_shown_as_code(client):
    page = client.get(reverse("house")).content.decode()
    assert "<code>orda nightly</code>" in page
    assert "`" not in page


def test_advice_is_no_markup_but_for_its_commands():
    assert with_commands("<b> `a & b` </b>") == "&lt;b&gt; <code>a &amp; b</code> &lt;/b&gt;"


def test_a_full_disk_comes_first(city, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**11, 10**11, 10**8))
    assert state.facts()[0].level == state.BAD
    assert _fact("Disk").level == state.BAD


def test_a_room_that_fails_to_tell_is_a_fact_and_no_fault(client, monkeypatch):
    def broken():
        raise ValueError("damaged")

    monkeypatch.setattr(index, "searcher", broken)
    monkeypatch.setattr(index, "is_there", lambda: False)
    assert (_fact("Search index").level, _fact("Search index").value) == (
        state.GOOD,
        "the catalogue is empty",
    )
    monkeypatch.setattr(index, "is_there", lambda: True)
    assert (_fact("Search index").level, _fact("Search index").value) == (state.BAD, "can't be read")
    assert client.get(reverse("house")).status_code == 200


def test_no_secret_is_among_the_settings(client, settings):
    page = client.get(reverse("settings")).content.decode()
    assert settings.SECRET_KEY not in page
    shown = " ".join(rule.variable for rule in house_settings.HOUSE_RULES)
    assert not any(word in shown for word in ("KEY", "TOKEN", "PASSWORD", "MAIL", "DATABASE"))
