"""The pages on which a methodologist adds an indicator without code: looks, tries it on last year, keeps it."""

import re

import pytest
from django.urls import reverse

from orda.network.models import Role
from orda.planning.models import IndicatorVersion

NAMES = {"label_kk": "Қазақша", "label_ru": "На казахском", "label_en": "In Kazakh", "valid_from": "2024"}
KAZAKH = {**NAMES, "key": "kazakh", "term0-sign": "1", "term0-measure": "loan", "term0-language": "kk"}
SHARE = {
    **NAMES,
    "key": "kazakh_share",
    "numerator": "loans",
    "denominator": "readers",
    "scale": "100",
    "unit_kk": "%",
    "unit_ru": "%",
    "unit_en": "%",
}


@pytest.fixture
def methodologist(client_as, city):
    client = client_as(Role.METHODOLOGIST, city.network)
    client.cookies["django_language"] = "en"
    return client


def text_of(answer, status=200) -> str:
    assert answer.status_code == status, answer.content[:500]
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def at(name, **kwargs) -> str:
    return reverse(name, kwargs=kwargs)


def send(client, said, act, kind="count", status=200, **headers):
    return text_of(client.post(at("indicator_new", kind=kind), {**said, "act": act}, headers=headers), status)


def kept(client, said, kind="count"):
    return client.post(at("indicator_new", kind=kind), {**said, "act": "keep"})


PAGES = [
    ("indicators", {}),
    ("indicator_new", {"kind": "count"}),
    ("indicator_history", {"key": "kazakh"}),
    ("indicator_change", {"key": "kazakh"}),
]


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_a_stranger_is_asked_to_sign_in_and_a_librarian_is_refused(client, client_as, city, name, kwargs):
    assert client.get(at(name, **kwargs)).url.startswith(reverse("sign_in"))
    assert client_as(Role.LIBRARIAN, city.network).get(at(name, **kwargs)).status_code == 403
    assert client_as(Role.DIRECTOR, city.network).get(at(name, **kwargs)).status_code == 403


def test_a_methodologist_of_one_library_reads_but_adds_nothing(methodologist, client_as, city):
    kept(methodologist, KAZAKH)
    own = client_as(Role.METHODOLOGIST, city.branch1)
    assert "Add an indicator" not in text_of(own.get(at("indicators"), headers={"accept-language": "en"}))
    assert own.get(at("indicator_history", key="kazakh")).status_code == 200
    assert own.get(at("indicator_new", kind="count")).status_code == 403
    assert kept(own, {**KAZAKH, "key": "another"}).status_code == 403
    assert own.post(at("indicator_change", key="kazakh"), {**KAZAKH, "act": "keep"}).status_code == 403
    assert own.post(at("indicator_retire", key="kazakh"), {"valid_from": "2025"}).status_code == 403
    assert IndicatorVersion.objects.count() == 1


def test_the_list_tells_every_formula_in_words(methodologist, city):
    kept(methodologist, KAZAKH)
    found = text_of(methodologist.get(at("indicators")))
    assert "loans + renewals" in found
    assert "Loans ÷ copies in stock" in found
    assert "loans: Kazakh" in found
    assert (
        "copies taken in − copies taken in (stock at the start of accounting)" not in found
    )  # no row of its own


def test_an_indicator_is_kept_and_stands_on_the_board_on_the_map_and_in_the_drill_down(
    methodologist, city, count
):
    count(city.branch1, "loan", 12_345, language="kk", document_kind="book")
    count(city.branch1, "loan", 500, language="ru", document_kind="book")
    answer = kept(methodologist, KAZAKH)
    assert answer.url == at("indicator_history", key="kazakh")
    history = text_of(methodologist.get(answer.url))
    assert "loans: Kazakh" in history
    assert "holds in 2024" in history
    for address in (at("board"), at("board_indicator", key="kazakh"), at("board_lines", key="kazakh")):
        found = text_of(methodologist.get(address, {"year": "2024"}))
        assert "12,345" in found
        assert "In Kazakh" in found
    assert "In Kazakh" in text_of(methodologist.get(at("board_map"), {"indicator": "kazakh", "year": "2024"}))
    assert methodologist.get(at("board_indicator", key="kazakh"), {"year": "2023"}).status_code == 404


def test_an_of_which_stands_inside_its_whole(methodologist, city, count):
    count(city.branch1, "loan", 5, language="kk")
    kept(methodologist, {**KAZAKH, "of_which_of": "loans"}, "of_which")
    found = text_of(methodologist.get(at("board_indicator", key="kazakh")))
    assert "An “of which”: these are inside “Loans” already" in found
    whole = text_of(methodologist.get(at("board_indicator", key="loans")))
    assert at("board_indicator", key="kazakh") in whole


def test_a_try_shows_last_year_by_library_and_keeps_nothing(methodologist, city, count):
    count(city.branch1, "loan", 4_321, "2023-05-06", language="kk")
    count(city.public2, "loan", 1_234, "2023-05-06", language="kk")
    count(city.public2, "loan", 999, "2023-05-06", language="ru")
    count(city.public2, "loan", 777, "2024-05-06", language="kk")
    found = send(methodologist, KAZAKH, "try")
    trial = found[found.index('id="indicator-trial"') :]
    assert "By this definition, 2023 would have been" in trial
    assert "5,555" in trial
    assert re.search(r"branch 1б</th><td class=\"num\">4,321", trial)
    assert re.search(r"branch 2к</th><td class=\"num\">1,234", trial)
    assert "loans: Kazakh" in trial
    assert not IndicatorVersion.objects.exists()


def test_a_try_of_a_rate_divides_library_by_library(methodologist, city, count):
    for library, loans, readers in ((city.branch1, 30, 10), (city.branch5, 10, 10)):
        count(library, "loan", loans, "2023-05-06")
        count(library, "reader_registered", readers, "2023-05-06")
    found = send(methodologist, SHARE, "try", "rate")
    trial = found[found.index('id="indicator-trial"') :]
    assert "Loans ÷ Readers × 100" in trial
    assert [one in trial for one in ("200.00", "300.00", "100.00")] == [True] * 3


def test_a_chosen_measure_shows_its_own_filters_and_judges_nothing(methodologist, city):
    found = send(methodologist, {**KAZAKH, "label_kk": "", "term0-measure": "visit"}, "", hx_request="true")
    assert 'name="term0-purpose"' in found
    assert 'name="term0-language"' not in found
    assert not re.search(r'role="alert"(?! hidden)', found)
    assert 'value="In Kazakh"' in found  # what was written stays


def test_terms_are_added_and_dropped_and_what_stands_stays(methodologist, city):
    two = send(methodologist, KAZAKH, "add")
    assert 'name="term1-measure"' in two
    assert '<option value="kk" selected>' in two
    more = {**KAZAKH, "term1-sign": "-1", "term1-measure": "renewal", "term1-language": "ru"}
    assert {f'value="drop:term{n}"' in send(methodologist, more, "look") for n in (0, 1)} == {True}
    one = send(methodologist, more, "drop:term0")
    assert 'name="term0-measure"' not in one
    assert re.search(r'<option value="renewal" selected>', one)
    again = send(methodologist, {k: v for k, v in more.items() if "term0" not in k}, "add")
    assert 'name="term0-measure"' in again
    last = send(methodologist, KAZAKH, "drop:term0")
    assert 'name="term0-measure"' in last


def test_what_does_not_hold_together_is_said_at_its_field(methodologist, city):
    found = send(methodologist, {**KAZAKH, "key": "loans"}, "keep", status=422)
    assert 'id="id_key_error"' in found
    assert "The key “loans” is taken." in found
    mixed = {**KAZAKH, "term1-sign": "1", "term1-measure": "visit"}
    assert "Term 2 counts visits, the first one copies" in send(methodologist, mixed, "try", status=422)
    outside = {**KAZAKH, "of_which_of": "visits"}
    assert "it can&#x27;t be inside it" in send(methodologist, outside, "keep", "of_which", status=422)
    assert send(methodologist, {**KAZAKH, "term0-measure": "profit"}, "keep", status=422)
    assert send(methodologist, {**KAZAKH, "valid_from": "20x4"}, "keep", status=422)
    assert not IndicatorVersion.objects.exists()
    # What htmx asks for is swapped in whatever it says.
    assert 'role="alert"' in send(methodologist, {**KAZAKH, "key": ""}, "try", hx_request="true")


def test_a_change_holds_from_its_year_and_the_history_keeps_both(methodologist, city):
    kept(methodologist, {**KAZAKH, "valid_from": "2022"})
    page = text_of(methodologist.get(at("indicator_change", key="kazakh")))
    assert 'value="In Kazakh"' in page
    assert '<option value="kk" selected>' in page
    said = {**KAZAKH, "label_en": "In Russian", "term0-language": "ru", "act": "keep"}
    refused = methodologist.post(at("indicator_change", key="kazakh"), {**said, "valid_from": "2023"})
    assert "a change holds from 2024 at the earliest" in text_of(refused, 422)
    methodologist.post(at("indicator_change", key="kazakh"), said)
    history = text_of(methodologist.get(at("indicator_history", key="kazakh")))
    assert "loans: Kazakh" in history
    assert "loans: Russian" in history
    assert "In Russian" in text_of(methodologist.get(at("board"), {"year": "2024"}))
    assert "In Russian" not in text_of(methodologist.get(at("board"), {"year": "2023"}))


def test_an_indicator_is_retired_from_a_year_on(methodologist, city):
    kept(methodologist, KAZAKH)
    methodologist.post(at("indicator_retire", key="kazakh"), {"valid_from": "soon"})
    methodologist.post(at("indicator_retire", key="kazakh"), {"valid_from": "2023"})
    assert IndicatorVersion.objects.count() == 1
    methodologist.post(at("indicator_retire", key="kazakh"), {"valid_from": "2024"})
    assert "In Kazakh" not in text_of(methodologist.get(at("board"), {"year": "2024"}))
    assert "Not counted this year" in text_of(methodologist.get(at("indicators")))


def test_the_command_tells_added_indicators_too(methodologist, plan, city, count, capsys):
    from django.core.management import call_command

    count(city.branch1, "loan", 4_321, language="kk")
    kept(methodologist, KAZAKH)
    call_command("plan_status", year=2024, language="en")
    assert re.search(r"In Kazakh +- +- +4,321", capsys.readouterr().out)
