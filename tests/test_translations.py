"""Every string that people see is said in Kazakh and in Russian, and what runs is what the files say."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings

from orda.network import messages

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_string_is_missing(language):
    assert messages.missing(language) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_translations_are_fresh(language):
    compiled = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.mo"
    assert compiled.read_bytes() == messages.compiled(language), "run `make messages`"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (("%(n)s книга", "%(n)s книги", "%(n)s книг"), True),
        (("%", "(", "n"), False),  # a text cut into letters
        (("одна книга", "%(n)s книги", "%(n)s книг"), False),
        (("%(n)s книга", "%(n)s книги"), False),
        (("%(n)s книга", "%(n)s книги", ""), False),
        (("%(n)s книга", "%(n)s книги", "%(m)s книг"), False),
    ],
)
def test_every_plural_form_keeps_every_field(said: tuple[str, ...], whole: bool):
    source = Message(("%(n)s book", "%(n)s books"))
    assert messages.is_whole(source, Message(source.id, string=said), plurals=3) is whole


def test_collecting_finds_strings_of_code_and_templates():
    found = {m.id if isinstance(m.id, str) else m.id[0] for m in messages.collect() if m.id}
    assert "This copy is withdrawn from the stock." in found  # a refusal in Python
    assert "Scan a card or a copy, or type a name" in found  # a label in a template
    assert len(found) > 100
