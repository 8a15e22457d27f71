"""The everyday fields of a record, by area of the description: one table for both families.

A row: the area, its tag and indicators in MARC 21 and in UNIMARC, and what its subfields are called. Other fields are
kept as they are and written on the page of fields. Areas are those of ISBD; tags by the formats' own manuals.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

AREAS: dict[str, Text] = {
    "title": _("Title and responsibility"),
    "names": _("Names"),
    "imprint": _("Edition and imprint"),
    "series": _("Series"),
    "part": _("Part of a larger work"),
    "subjects": _("Subjects and classes"),
    "notes": _("Notes, abstract, audience"),
    "numbers": _("Numbers and codes"),
}


@dataclass(frozen=True)
class Kept:
    """A field of the form. `codes`: subfield code -> what it is called, in the order in which they are written;
    `fixed`: subfields that every such field has; `common`: offered empty on a new record."""

    area: str
    label: Text
    tag: str
    indicators: str
    codes: dict[str, Text]
    fixed: str = ""
    common: bool = False


_NAME: Text = _("Name")
_SURNAME: Text = _("Surname")
_INITIALS: Text = _("Initials or given names")
_VALUE: Text = ""

_MARC21 = (
    Kept(
        "title",
        _("Title"),
        "245",
        "10",
        {
            "a": _("Title proper"),
            "b": _("Other title information"),
            "c": _("Responsibility"),
            "n": _("Part number"),
            "p": _("Part title"),
        },
        common=True,
    ),
    Kept("title", _("Variant title"), "246", "3 ", {"a": _VALUE}),
    Kept("names", _("Author"), "100", "1 ", {"a": _NAME, "d": _("Dates"), "e": _("Role")}, common=True),
    Kept("names", _("Corporate author"), "110", "2 ", {"a": _NAME, "b": _("Division")}),
    Kept(
        "names", _("Another person"), "700", "1 ", {"a": _NAME, "d": _("Dates"), "e": _("Role")}, common=True
    ),
    Kept("names", _("Another body"), "710", "2 ", {"a": _NAME, "b": _("Division")}),
    Kept("imprint", _("Edition"), "250", "  ", {"a": _VALUE}, common=True),
    Kept(
        "imprint",
        _("Imprint"),
        "264",
        " 1",
        {"a": _("Place"), "b": _("Publisher"), "c": _("Year")},
        common=True,
    ),
    Kept("imprint", _("Imprint"), "260", "  ", {"a": _("Place"), "b": _("Publisher"), "c": _("Year")}),
    Kept(
        "imprint",
        _("Extent"),
        "300",
        "  ",
        {"a": _("Pages or volumes"), "b": _("Illustrations"), "c": _("Size")},
        common=True,
    ),
    Kept(
        "series",
        _("Series"),
        "490",
        "0 ",
        {"a": _("Title proper"), "v": _("Number in the series")},
        common=True,
    ),
    Kept(
        "part",
        _("Host"),
        "773",
        "0 ",
        {"t": _("Title proper"), "d": _("Imprint"), "g": _("Where in it"), "w": _("Its record number")},
    ),
    Kept(
        "subjects",
        _("Subject"),
        "650",
        " 4",
        {"a": _("Heading"), "x": _("Subdivision"), "y": _("Period"), "z": _("Place")},
        common=True,
    ),
    Kept("subjects", _("Person as a subject"), "600", "14", {"a": _NAME}),
    Kept("subjects", _("Place as a subject"), "651", " 4", {"a": _("Heading"), "x": _("Subdivision")}),
    Kept("subjects", _("Keyword"), "653", "  ", {"a": _VALUE}),
    Kept("subjects", _("UDC"), "080", "  ", {"a": _VALUE}, common=True),
    Kept("subjects", _("BBK"), "084", "  ", {"a": _VALUE}, fixed="2rubbk", common=True),
    Kept("notes", _("Note"), "500", "  ", {"a": _VALUE}),
    Kept("notes", _("Contents"), "505", "0 ", {"a": _VALUE}),
    Kept("notes", _("Abstract"), "520", "  ", {"a": _VALUE}, common=True),
    Kept("notes", _("For whom, age mark"), "521", "  ", {"a": _VALUE}, common=True),
    Kept("numbers", _("ISBN"), "020", "  ", {"a": _VALUE, "q": _("Binding"), "c": _("Price")}, common=True),
    Kept("numbers", _("ISSN"), "022", "  ", {"a": _VALUE}),
    Kept(
        "numbers",
        _("Language"),
        "041",
        "0 ",
        {"a": _("Code of the text"), "h": _("Code of the original")},
        common=True,
    ),
    Kept("numbers", _("Address on the web"), "856", "40", {"u": _VALUE, "z": _("Note")}),
)
_UNIMARC = (
    Kept(
        "title",
        _("Title"),
        "200",
        "1 ",
        {
            "a": _("Title proper"),
            "e": _("Other title information"),
            "f": _("Responsibility"),
            "g": _("Further responsibility"),
            "h": _("Part number"),
            "i": _("Part title"),
        },
        common=True,
    ),
    Kept("title", _("Variant title"), "517", "1 ", {"a": _VALUE}),
    Kept("names", _("Author"), "700", " 1", {"a": _SURNAME, "b": _INITIALS, "f": _("Dates")}, common=True),
    Kept("names", _("Corporate author"), "710", "02", {"a": _NAME, "b": _("Division")}),
    Kept("names", _("Co-author"), "701", " 1", {"a": _SURNAME, "b": _INITIALS, "f": _("Dates")}),
    Kept(
        "names",
        _("Another person"),
        "702",
        " 1",
        {"a": _SURNAME, "b": _INITIALS, "4": _("Role")},
        common=True,
    ),
    Kept("imprint", _("Edition"), "205", "  ", {"a": _VALUE, "b": _("Further statement")}, common=True),
    Kept(
        "imprint",
        _("Imprint"),
        "210",
        "  ",
        {"a": _("Place"), "c": _("Publisher"), "d": _("Year")},
        common=True,
    ),
    Kept(
        "imprint",
        _("Extent"),
        "215",
        "  ",
        {"a": _("Pages or volumes"), "c": _("Illustrations"), "d": _("Size")},
        common=True,
    ),
    Kept(
        "series",
        _("Series"),
        "225",
        "1 ",
        {"a": _("Title proper"), "v": _("Number in the series")},
        common=True,
    ),
    Kept("part", _("Host"), "463", " 0", {"t": _("Title proper"), "v": _("Where in it"), "d": _("Year")}),
    Kept(
        "subjects",
        _("Subject"),
        "606",
        "0 ",
        {"a": _("Heading"), "x": _("Subdivision"), "y": _("Place"), "z": _("Period")},
        common=True,
    ),
    Kept("subjects", _("Person as a subject"), "600", " 1", {"a": _SURNAME, "b": _INITIALS}),
    Kept("subjects", _("Place as a subject"), "607", "  ", {"a": _("Heading"), "x": _("Subdivision")}),
    Kept("subjects", _("Keyword"), "610", "0 ", {"a": _VALUE}),
    Kept("subjects", _("UDC"), "675", "  ", {"a": _VALUE}, common=True),
    Kept("subjects", _("BBK"), "686", "  ", {"a": _VALUE}, fixed="2rubbk", common=True),
    Kept("notes", _("Note"), "300", "  ", {"a": _VALUE}),
    Kept("notes", _("Contents"), "327", "1 ", {"a": _VALUE}),
    Kept("notes", _("Abstract"), "330", "  ", {"a": _VALUE}, common=True),
    Kept("notes", _("For whom, age mark"), "333", "  ", {"a": _VALUE}, common=True),
    Kept("numbers", _("ISBN"), "010", "  ", {"a": _VALUE, "b": _("Binding"), "d": _("Price")}, common=True),
    Kept("numbers", _("ISSN"), "011", "  ", {"a": _VALUE}),
    Kept(
        "numbers",
        _("Language"),
        "101",
        "0 ",
        {"a": _("Code of the text"), "c": _("Code of the original")},
        common=True,
    ),
    Kept("numbers", _("Address on the web"), "856", "4 ", {"u": _VALUE, "z": _("Note")}),
)

FORM: dict[str, tuple[Kept, ...]] = {"marc21": _MARC21, "unimarc": _UNIMARC}
BY_TAG: dict[str, dict[str, Kept]] = {
    family: {kept.tag: kept for kept in table} for family, table in FORM.items()
}
