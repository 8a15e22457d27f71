"""Which strings people see, and whether each of them is said in Kazakh and Russian.

English stands in the code; `orda/locale/{kk,ru}` hold the translations. `orda messages` collects new strings
and compiles; a test fails on a missing or stale one. Babel does the reading and writing of catalogues.
"""

import ast
import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGES = ("kk", "ru")
# The history tells when a line changed; a date in the file would only make every collection a change.
_NO_DATE = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What Django's own templatize leaves of a template: calls of gettext among X and B.
_IN_TEMPLATE = re.compile(rf"(?<![a-z])(n?)gettext\({_STRING}(?:, {_STRING})?|(?<!\w)_\({_STRING}\)")


def collect() -> Catalog:
    """Every translatable string of the code and the templates."""
    found = Catalog(charset="utf-8")
    for path in sorted(Path(settings.BASE_DIR).rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        where = str(path.relative_to(settings.BASE_DIR.parent))
        if path.suffix == ".py":
            for _line, words, _comments, context in extract(
                "python", io.BytesIO(path.read_bytes()), _KEYWORDS
            ):
                if words and words != "":
                    found.add(words, locations=[(where, 0)], context=context, flags=_flags(words))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            for words in _of_template(path.read_text(encoding="utf-8")):
                found.add(words, locations=[(where, 0)], flags=_flags(words))
    return found


def _of_template(source: str) -> Iterator[str | tuple[str, str]]:
    for match in _IN_TEMPLATE.finditer(templatize(source)):
        plural, one, many, constant = match.groups()
        text = ast.literal_eval(one or constant)
        if text:
            yield (text, ast.literal_eval(many)) if plural and many else text


def _flags(words: str | tuple[str, ...]) -> list[str]:
    first = words if isinstance(words, str) else words[0]
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", first) else []


def catalogue(language: str) -> Catalog:
    """The translations of a language as they stand in its file."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[str]:
    """Strings that the language does not say, or says with other %(fields)s than the source."""
    known = catalogue(language)
    lacking = []
    for message in collect():
        if message.id:
            translated = known.get(message.id, message.context)
            if translated is None or not is_whole(message, translated, known.num_plurals):
                lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def is_whole(source: Message, translated: Message, plurals: int) -> bool:
    """True where the text, or each of the language's plural forms, is said and keeps every %(field)s of the source."""
    several = isinstance(source.id, (tuple, list))
    said = list(translated.string) if isinstance(translated.string, (tuple, list)) else [translated.string]
    fields = _fields(" ".join(source.id) if isinstance(source.id, (tuple, list)) else source.id)
    return len(said) == (plurals if several else 1) and all(text and _fields(text) == fields for text in said)


def _fields(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def update(language: str) -> None:
    """Brings the language's file up to the code: new strings empty, unused ones gone."""
    known = catalogue(language)
    known.update(collect(), no_fuzzy_matching=True)
    known.obsolete.clear()
    for message in known:
        message.locations = sorted({(where, 0) for where, _line in message.locations})
    known.project, known.header_comment, known.fuzzy = "Orda", f"# Orda in {language}.", False
    known.creation_date = known.revision_date = _NO_DATE
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, known, sort_output=True, width=110, include_lineno=False)


def compiled(language: str) -> bytes:
    """The language's compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue(language))
    return out.getvalue()


def compile_(language: str) -> None:
    """Writes the compiled catalogue that Django reads."""
    _path(language).with_suffix(".mo").write_bytes(compiled(language))


def _path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
