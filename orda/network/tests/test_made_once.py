"""A part of a page that is made once shows what is named, in the page's language, and nothing of another answer."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def made(text: str) -> Template:
    return Template("{% load made_once %}" + text)


def test_it_is_made_once_for_what_is_named() -> None:
    part = made("{% made_once n=n %}{{ n }}{% if n %}!{% endif %}{% endmade_once %}")
    assert [part.render(Context({"n": n})) for n in (1, 0, 1)] == ["1!", "0", "1!"]
    [node] = [one for one in part.nodelist if hasattr(one, "kept")]
    assert len(node.kept) == 2


def test_nothing_else_is_known_inside() -> None:
    part = made("{% made_once n=n %}{{ n }}{{ reader }}{% endmade_once %}{{ reader }}")
    assert part.render(Context({"n": 1, "reader": "Айгүл"})) == "1Айгүл"
    assert part.render(Context({"n": 1, "reader": "Ерлан"})) == "1Ерлан"


def test_each_language_has_its_own() -> None:
    part = made('{% load i18n %}{% made_once %}{% translate "Title" %}{% endmade_once %}')
    said = set()
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            said.add(part.render(Context()))
    assert len(said) == 3


def test_each_answer_has_its_own_token() -> None:
    part = made("{% made_once %}{% csrf_token %}{% endmade_once %}")
    for token in ("one", "other"):
        assert f'value="{token}"' in part.render(Context({"csrf_token": token}))


@pytest.mark.parametrize("title", ["<b>", "⟦barcode⟧", "⟦csrf_token⟧", "it's", ""])
def test_what_is_filled_in_is_told_as_any_page_tells_it(title: str) -> None:
    told = Context({"title": title, "barcode": "C1", "csrf_token": "secret"})
    inside = '<a title="{{ title }}">{{ barcode }}</a>'
    part = made("{% made_once with title=title barcode=barcode %}" + inside + "{% endmade_once %}")
    assert part.render(Context({"title": "before", "barcode": "C0"})) == '<a title="before">C0</a>'
    assert part.render(told) == Template(inside).render(told)


def test_it_keeps_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orda.network.templatetags.made_once.MOST_KEPT", 3)
    part = made("{% made_once n=n %}{{ n }}{% endmade_once %}")
    assert [part.render(Context({"n": n})) for n in range(9)] == [str(n) for n in range(9)]
    [node] = [one for one in part.nodelist if hasattr(one, "kept")]
    assert len(node.kept) <= 3


@pytest.mark.parametrize("words", ["title", "n=n with title", "n=n title with n=n"])
def test_what_has_no_name_is_an_error_of_the_page(words: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        made("{% made_once " + words + " %}{% endmade_once %}")
