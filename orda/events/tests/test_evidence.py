"""What shows that an event took place: who puts it there, who sees it, what is refused, where it goes."""

import datetime
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orda.diary.models import Entry
from orda.events.models import Evidence
from orda.events.refusals import BadEventField, EventCancelled
from orda.events.services import add_evidence, add_links, cancel_event, hold_event
from orda.events.tests.conftest import TODAY, staff_at
from orda.events.tests.test_pages import signed_in
from orda.network import clock
from orda.network.models import Role
from orda.reports import queries
from orda.reports.papers.report_papers import report_paper
from orda.reports.periods import period
from orda.reports.services import submit

POST = "https://example.org/post/1?a=1&b=2"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def held(library, form, direction):
    return hold_event(
        library=library,
        day=TODAY,
        title="Квест",
        form=form,
        direction=direction,
        channel="offline",
        attendance=9,
    )


def photo(name="фото.jpg", content=b"light"):
    return SimpleUploadedFile(name, content)


def test_a_link_and_a_photo_are_kept_and_the_diary_counts_nothing(held, librarian):
    before = Entry.objects.count()
    add_evidence(held, link=f" {POST} ", by_id=librarian.pk)
    shown = add_evidence(held, file=photo(), note="зал")
    assert [str(one) for one in held.evidence.all()] == [POST, "фото.jpg"]
    assert shown.digest == hashlib.sha256(b"light").hexdigest()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"link": "javascript:alert(1)"},
        {"link": "example.org"},
        {"link": "https://[oops"},
        {"link": "https://a b"},
        {"link": "https://e.org/" + "x" * 400},
        {"file": photo("run.exe")},
        {"file": photo("page.html")},
    ],
)
def test_what_shows_nothing_or_might_run_is_refused(held, wrong):
    with pytest.raises(BadEventField):
        add_evidence(held, **wrong)
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_refused(held):
    large = photo()
    large.size = 10 * 1024 * 1024 + 1
    with pytest.raises(BadEventField):
        add_evidence(held, file=large)


def test_a_cancelled_event_takes_no_evidence(held):
    cancel_event(held)
    with pytest.raises(EventCancelled):
        add_evidence(held, link=POST)


def test_a_librarian_adds_it_in_the_browser_and_the_director_reads_it(held, library, librarian):
    desk = signed_in(librarian)
    page = reverse("event_evidence", args=[held.pk])
    assert desk.post(reverse("event_evidence_add", args=[held.pk]), {"link": "ftp://x"}).status_code == 422
    assert desk.post(reverse("event_evidence_add", args=[held.pk]), {"link": POST}).status_code == 302
    desk.post(reverse("event_evidence_add", args=[held.pk]), {"file": photo(content=b"<script>")})
    director = signed_in(staff_at(library.parent, Role.DIRECTOR))
    assert POST.replace("&", "&amp;") in director.get(page).content.decode()
    answer = director.get(reverse("event_evidence_file", args=[held.evidence.last().pk]))
    assert answer.content == b"<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert director.post(reverse("event_evidence_add", args=[held.pk]), {"link": POST}).status_code == 403


def test_another_library_neither_sees_nor_touches_it(held, other_library):
    shown = add_evidence(held, file=photo())
    stranger = signed_in(staff_at(other_library, Role.LIBRARIAN))
    assert stranger.get(reverse("event_evidence", args=[held.pk])).status_code == 403
    assert stranger.get(reverse("event_evidence_file", args=[shown.pk])).status_code == 403
    assert stranger.post(reverse("event_evidence_add", args=[held.pk]), {"link": POST}).status_code == 403
    assert stranger.post(reverse("event_evidence_take_back", args=[shown.pk])).status_code == 403


def test_what_is_taken_back_is_shown_no_more_and_its_photo_is_gone(held, librarian):
    shown = add_evidence(held, file=photo())
    path = shown.file.path
    desk = signed_in(librarian)
    assert desk.post(reverse("event_evidence_take_back", args=[shown.pk])).status_code == 302
    assert "фото.jpg" not in desk.get(reverse("event_evidence", args=[held.pk])).content.decode()
    assert desk.get(reverse("event_evidence_file", args=[shown.pk])).status_code == 404
    with pytest.raises(FileNotFoundError), open(path, "rb"):
        pass


def test_the_monthly_report_carries_it_and_what_comes_later_corrects_nothing(held, librarian, monkeypatch):
    add_evidence(held, link=POST)
    monkeypatch.setattr("orda.network.clock.today", lambda: datetime.date(2024, 6, 1))
    done = submit("events", 2024, TODAY.month, librarian)
    assert done.content["events"][0]["evidence"] == [{"link": POST}]
    table = report_paper(period("events", 2024, TODAY.month), done.content, "en").blocks[1]
    assert table.rows[0].cells[-1] == POST
    add_evidence(held, file=photo())
    now = queries.content_of(period("events", 2024, TODAY.month))
    assert len(now["events"][0]["evidence"]) == 2
    assert queries.said_the_same(now, done.content)
    june = queries.content_of(period("events", 2024, 6))
    assert (june["late"], june["gone"]) == ([], [])
    # A report sealed before evidence was kept differs in no number either.
    old = {
        **done.content,
        "events": [{k: v for k, v in done.content["events"][0].items() if k != "evidence"}],
    }
    assert queries.said_the_same(now, old)


def test_links_are_kept_at_once_as_one_by_one(held):
    at = clock.now()
    add_evidence(held, link=POST)
    add_links([(held, POST, at)])
    one, other = Evidence.objects.order_by("pk").values("event", "link", "file", "name", "digest", "note")
    assert one == other
    for link, why in (("not a link", BadEventField), (POST, EventCancelled)):
        if why is EventCancelled:
            cancel_event(held)
        with pytest.raises(why):
            add_links([(held, link, at)])
    assert Evidence.objects.count() == 2
