"""Publications as files: a list of literature (GOST), RIS, BibTeX, CSV. One small writer each, over one description."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.catalog.description import Description
from orda.catalog.exports import gost
from orda.network.plain_csv import to_csv

Said = tuple[int, Description]  # a record's number and what it says
_RIS = {"book": "BOOK", "article": "JOUR", "serial": "JFULL", "electronic": "ELEC", "audiovisual": "SOUND"}
_BIBTEX = {
    "book": "book",
    "article": "article",
    "serial": "periodical",
    "electronic": "misc",
    "audiovisual": "misc",
}
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip
_PAGES = re.compile(r"(\d+)\s*[-–—]\s*(\d+)\D*$")


@dataclass(frozen=True)
class Form:
    """`ending`: of the file's name; `kind`: its media type."""

    label: str | Promise
    ending: str
    kind: str
    write: Callable[[Iterable[Said]], bytes]


def literature(records: Iterable[Said]) -> bytes:
    """A numbered list by the headings' alphabet."""
    ordered = sorted((said for _pk, said in records), key=gost.heading_order)
    return "".join(f"{number}. {gost.described(said)}\r\n" for number, said in enumerate(ordered, 1)).encode()


def ris(records: Iterable[Said]) -> bytes:
    """A tag, two blanks, a hyphen, a blank and the value; each record ends with ER."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for one in records for tag, value in _ris(*one)).encode()


def bibtex(records: Iterable[Said]) -> bytes:
    written = []
    for pk, said in records:
        fields = ",\n".join(f"  {name} = {{{_tex(value)}}}" for name, value in _bibtex(said) if value)
        written.append(f"@{_BIBTEX[said.kind]}{{orda{pk},\n{fields}\n}}\n")
    return "\n".join(written).encode()


def table(records: Iterable[Said]) -> bytes:
    """A row a record, heads in the reader's language."""
    heads = [
        _("Number"),
        _("Author"),
        _("Title"),
        _("Place"),
        _("Publisher"),
        _("Year"),
        _("Extent"),
        _("Series"),
    ]
    heads += ["ISBN", _("UDC"), _("BBK"), _("Subjects"), _("Language"), _("In")]
    return to_csv([heads, *(_cells(pk, said) for pk, said in records)])


FORMS: dict[str, Form] = {
    "list": Form(
        gettext_lazy("List of literature (GOST 7.1)"), "txt", "text/plain; charset=utf-8", literature
    ),
    "table": Form(gettext_lazy("Table (CSV)"), "csv", "text/csv; charset=utf-8", table),
    "ris": Form("RIS", "ris", "application/x-research-info-systems", ris),
    "bibtex": Form("BibTeX", "bib", "application/x-bibtex", bibtex),
}


def _cells(pk: int, said: Description) -> tuple[Any, ...]:
    return (
        pk,
        said.author,
        said.title,
        said.place,
        said.publisher,
        said.year or "",
        said.extent,
        "; ".join(said.series),
        "; ".join(said.isbns),
        said.udc,
        said.bbk,
        "; ".join(said.subjects),
        said.language,
        " ".join(filter(None, (said.host, said.host_part))),
    )


def _ris(pk: int, said: Description) -> list[tuple[str, str]]:
    pages = _PAGES.search(said.host_part)
    values = [
        ("TY", _RIS[said.kind]),
        ("ID", str(pk)),
        *(("AU", name) for name in (said.author, *said.other_names)),
        ("TI", ": ".join(filter(None, (said.title, said.subtitle)))),
        ("T2", said.host or next(iter(said.series), "")),
        ("IS", said.host_part),
        ("SP", pages[1] if pages else ""),
        ("EP", pages[2] if pages else ""),
        ("PY", str(said.year or "")),
        ("CY", said.place),
        ("PB", said.publisher),
        ("ET", said.edition),
        *(("SN", number) for number in said.isbns),
        *(("KW", word) for word in (*said.subjects, *said.keywords)),
        ("AB", said.abstract),
        ("LA", said.language),
    ]
    return [*((tag, value) for tag, value in values if value), ("ER", "")]


def _bibtex(said: Description) -> list[tuple[str, str]]:
    return [
        ("author", " and ".join(filter(None, (said.author, *said.other_names)))),
        ("title", ": ".join(filter(None, (said.title, said.subtitle)))),
        ("journal" if said.kind == "article" else "booktitle", said.host),
        ("number", said.host_part),
        ("publisher", said.publisher),
        ("address", said.place),
        ("year", str(said.year or "")),
        ("edition", said.edition),
        ("series", next(iter(said.series), "")),
        ("isbn", said.isbn),
        ("language", said.language),
    ]


def _line(value: str) -> str:
    return " ".join(value.split())


def _tex(value: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(value))
