"""What a MARC record says, in the library's words: one table for both families, read and written by it.

A row names an element and where it stands: "245 $a$n$p" is one value of several subfields; "650 $a | 600 $a" lists
several fields in order of preference. Values are written into the first field of the list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from orda.catalog.description import Description
from orda.catalog.marc import Field, read_fields

#    element            MARC 21                                        UNIMARC, RUSMARC, KAZMARC
TABLE = (
    ("isbns",          "020 $a",                                      "010 $a"),
    ("title",          "245 $a$n$p | 245 $b$k$f | 130 $a | 240 $a",   "200 $a$h$i | 200 $e | 500 $a"),
    ("subtitle",       "245 $b",                                      "200 $e"),
    ("responsibility", "245 $c",                                      "200 $f$g"),
    ("other_titles",   "246 $a$b | 240 $a | 130 $a | 740 $a",         "517 $a | 200 $d | 510 $a | 500 $a"),
    ("author",         "100 $a$b | 110 $a$b | 111 $a",                "700 $a$b | 710 $a$b | 701 $a$b"),
    ("other_names",    "700 $a$b | 710 $a$b | 711 $a",                "702 $a$b | 701 $a$b | 711 $a$b | 712 $a$b"),
    ("edition",        "250 $a$b",                                    "205 $a$b"),
    ("place",          "260 $a | 264 $a",                             "210 $a"),
    ("publisher",      "260 $b | 264 $b",                             "210 $c"),
    ("extent",         "300 $a",                                      "215 $a"),
    ("series",         "490 $a | 440 $a | 830 $a",                    "225 $a | 410 $t"),
    ("notes",          "500 $a | 505 $a | 504 $a",                    "300 $a | 327 $a | 320 $a"),
    ("abstract",       "520 $a",                                      "330 $a"),
    ("audience",       "521 $a",                                      "333 $a"),
    ("udc",            "080 $a",                                      "675 $a"),
    ("bbk",            "084 $a",                                      "686 $a"),
    ("subjects",       "650 $a$x$y$z$v | 600 $a$x | 610 $a | 611 $a | 651 $a$x$y | 655 $a",
                       "606 $a$x$y$z$j | 600 $a$b | 601 $a | 602 $a | 605 $a | 607 $a$x | 608 $a"),
    ("keywords",       "653 $a",                                      "610 $a"),
    ("host",           "773 $t",                                      "463 $t | 461 $t | 462 $t | 464 $t"),
    ("host_part",      "773 $g",                                      "463 $v | 461 $v | 462 $v"),
)  # fmt: skip
# Read by their own rules below: control_number (001), year and language (coded fields first), kind (leader).

BBK_SCHEMES = ("rubbk", "bbk", "lbc")
_JOINED_BY = {"title": ". ", "subjects": " — "}
_NAMES = frozenset({"author", "other_names"})
# Between the parts of a name: a person's number (Николай II), a body and its division, a surname and its initials.
_NAME_JOINED_BY = {
    "marc21": {"100": " ", "700": " ", "110": ". ", "710": ". "},
    "unimarc": {"700": ", ", "701": ", ", "702": ", ", "710": ". ", "711": ". ", "712": ". "},
}
# A full stop after these is theirs; one after a longer last word of a name ends the field.
_SHORTENED = frozenset(
    "jr sr inc ltd corp bros dept univ etc свт прп мл ст гр кн имп изд ред сост пер".split()
)
_MANY = frozenset({"isbns", "other_titles", "other_names", "series", "notes", "subjects", "keywords"})
_ISBD_END = " \t/:;=,"
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)])
_FOUR_DIGITS = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_NO_LANGUAGE = ("und", "zxx", "mul")
_LANGUAGE = re.compile(r"[a-z]{3}")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_ISBN = re.compile(r"[\dXxХх][\dXxХх\-–— ]{8,20}")
_KINDS = {"s": "serial", "a": "article", "b": "article", "i": "serial"}
_TYPES = {"l": "electronic", "m": "electronic", "i": "audiovisual", "j": "audiovisual", "g": "audiovisual"}


@dataclass(frozen=True)
class Place:
    """One field of the table: its tag and the subfields that make a value."""

    tag: str
    codes: str


def _places(text: str) -> tuple[Place, ...]:
    return tuple(Place(part.split()[0], part.split()[1].replace("$", "")) for part in text.split("|"))


PLACES: dict[str, dict[str, tuple[Place, ...]]] = {
    "marc21": {element: _places(marc21) for element, marc21, _unimarc in TABLE},
    "unimarc": {element: _places(unimarc) for element, _marc21, unimarc in TABLE},
}
# Element -> its places and all their tags, so that what a record lacks costs next to nothing.
_WANTED = {
    family: [(element, places, frozenset(place.tag for place in places)) for element, places in table.items()]
    for family, table in PLACES.items()
}
_ELEMENTS = {field.name for field in fields(Description)}
assert all(element in _ELEMENTS for element, *_places_of in TABLE)


def describe(marc: bytes, family: str, charset: str) -> Description:
    """What a stored record says. `family`: marc21 or unimarc; `charset` as kept with the record."""
    return describe_fields(read_fields(bytes(marc), charset), family)


def describe_fields(record: Sequence[Field], family: str) -> Description:
    """What the fields of a record say, by the table above."""
    by_tag = _by_tag(record, family)
    values: dict[str, str | tuple[str, ...]] = {}
    for element, places, tags in _WANTED[family]:
        if tags.isdisjoint(by_tag):
            values[element] = () if element in _MANY else ""
        elif element in _MANY:
            values[element] = tuple(dict.fromkeys(_values(element, places, by_tag, family)))
        else:
            values[element] = next(_values(element, places, by_tag, family), "")
    isbns = tuple(filter(None, (_bare_isbn(text) for text in values.pop("isbns"))))
    _take_author_from_others(values)
    return Description(
        **values,  # type: ignore[arg-type]
        isbns=isbns,
        kind=_kind(record),
        year=_year(by_tag, family),
        language=_language(by_tag, family),
        control_number=clean(next(iter(by_tag.get("001", ())), "")),
    )


def clean(text: str) -> str:
    """Text without control characters and doubled spaces."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(text.translate(_CONTROLS).split())


def subfields(content: str) -> list[tuple[str, str]]:
    """The subfields of a field's content in their order, as (code, text)."""
    return [(part[:1], part[1:]) for part in content.split("\x1f")[1:] if part]


def _by_tag(record: Sequence[Field], family: str) -> dict[str, list[str]]:
    by_tag: dict[str, list[str]] = {}
    for tag, content in record:
        by_tag.setdefault(tag, []).append(content)
    if family == "marc21":
        for content in by_tag.get("880", ()):
            _read_linked(content, by_tag)
    else:
        for tag in ("461", "462", "463", "464", "410"):
            if tag in by_tag:
                by_tag[tag] = [_unfolded(content) for content in by_tag[tag]]
    return by_tag


def _read_linked(content: str, by_tag: dict[str, list[str]]) -> None:
    """An 880 says again, in its own script, what a field says in Latin letters; Cyrillic goes first."""
    linked = content.partition("\x1f6")[2][:3]
    if not linked.isdigit():
        return
    same = by_tag.setdefault(linked, [])
    if _CYRILLIC.search(content):
        same.insert(0, content)
    else:
        same.append(content)


def _unfolded(content: str) -> str:
    """A linking field with embedded fields ($1200 1_$a…) read as one with plain subfields ($t…)."""
    if "\x1f1" not in content:
        return content
    plain, inside = content[:2], ""
    for code, text in subfields(content):
        if code == "1":
            inside = text[:3]
        elif inside == "200" and code in "av":
            plain += "\x1f" + ("t" if code == "a" else code) + text
    return plain


def _values(
    element: str, places: Iterable[Place], by_tag: dict[str, list[str]], family: str
) -> Iterator[str]:
    for place in places:
        for content in by_tag.get(place.tag, ()):
            if element == "bbk" and not _is_bbk(content):
                continue
            parts = [part[1:] for part in content.split("\x1f")[1:] if part[:1] in place.codes and part]
            if not parts:
                continue
            if element == "keywords" or place.codes == "a" and element in _MANY:
                yield from filter(None, (tidy(part, element, family) for part in parts))
                continue
            said = [text for text in (_part(part, element, family) for part in parts) if text]
            if element in _NAMES:
                joined = _name(said, _NAME_JOINED_BY[family].get(place.tag, " "))
            else:
                joined = _JOINED_BY.get(element, " ").join(said)
            if joined := tidy(joined, element, family):
                yield joined


def _part(text: str, element: str, family: str) -> str:
    text = clean(text).rstrip(_ISBD_END)
    if family == "marc21" and element == "title" and text.endswith("."):
        text = _without_full_stop(text)
    return text


def _name(parts: Sequence[str], joined_by: str) -> str:
    """A name of its parts, whose own marks (", Mariana"; "France.") are not doubled."""
    parts = [part.lstrip(_ISBD_END) for part in parts]
    if joined_by == ". ":
        parts = [*(part.rstrip(".") for part in parts[:-1]), *parts[-1:]]
    name = joined_by.join(filter(None, parts))
    last = name[:-1].rpartition(" ")[2]
    ends = name.endswith(".") and len(last) > 2 and "." not in last and last.lower() not in _SHORTENED
    return name[:-1] if ends else name


def tidy(text: str, element: str, family: str) -> str:
    """A value without the ISBD marks that only lead on to the next element."""
    text = clean(text).rstrip(_ISBD_END)
    if family == "marc21" and element in (
        "title",
        "subtitle",
        "publisher",
        "host",
        "subjects",
        "responsibility",
    ):
        text = _without_full_stop(text)
    return text


def _without_full_stop(text: str) -> str:
    """MARC 21 ends elements with a full stop; one that belongs to an abbreviation or an ellipsis stays."""
    last = text[:-1].rpartition(" ")[2]
    if text.endswith(".") and not text.endswith("..") and len(last) > 3 and "." not in last:
        return text[:-1]
    return text


def _is_bbk(content: str) -> bool:
    scheme = next((text.lower() for code, text in subfields(content) if code == "2"), "")
    return not scheme or scheme.startswith(BBK_SCHEMES)


def _take_author_from_others(values: dict[str, str | tuple[str, ...]]) -> None:
    """The name that leads the description is not repeated among the others."""
    others = values["other_names"]
    values["other_names"] = tuple(name for name in others if name != values["author"])


def _bare_isbn(text: str) -> str:
    found = _ISBN.search(text)
    if not found:
        return ""
    bare = re.sub(r"[^\dX]", "", found[0].upper().replace("Х", "X"))
    return bare if len(bare) in (10, 13) else ""


def _kind(record: Sequence[Field]) -> str:
    leader = record[0][1] if record and record[0][0] == "LDR" else ""
    return _TYPES.get(leader[6:7]) or _KINDS.get(leader[7:8], "book")


def _year(by_tag: dict[str, list[str]], family: str) -> int | None:
    """The coded date of publication, else the year printed in the imprint."""
    if family == "marc21":
        coded = (content[7:11] for content in by_tag.get("008", ()))
        printed = [text for tag in ("260", "264") for text in _of(by_tag, tag, "c")]
    else:
        coded = (text[9:13] for text in _of(by_tag, "100", "a"))
        printed = list(_of(by_tag, "210", "d"))
    for text in (*coded, *printed):
        if found := _FOUR_DIGITS.search(text):
            return int(found[1])
    return None


def _language(by_tag: dict[str, list[str]], family: str) -> str:
    coded = [content[35:38] for content in by_tag.get("008", ())] if family == "marc21" else []
    noted = _of(by_tag, "041" if family == "marc21" else "101", "a")
    for text in (*coded, *noted):
        if (found := _LANGUAGE.match(text.strip().lower())) and found[0] not in _NO_LANGUAGE:
            return found[0]
    return ""


def _of(by_tag: dict[str, list[str]], tag: str, wanted: str) -> Iterator[str]:
    for content in by_tag.get(tag, ()):
        for code, text in subfields(content):
            if code == wanted:
                yield text
