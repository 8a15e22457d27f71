"""What a new record begins with, by its kind: leader, coded fields, the areas that it needs."""

import datetime
import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orda.catalog.fields import describe_fields
from orda.catalog.marc import LEADER, MARC21, Field

Text = str | Promise
# Of a record that is begun again from another: its numbers, its hours, what is printed in the other book alone.
_OWN = frozenset({"001", "003", "005", "010", "020", "035"})
_HOST = {"marc21": ("773", "g"), "unimarc": ("463", "v")}
_COMMON = {
    "marc21": {LEADER, "008", "041", "260", "264", "773"},
    "unimarc": {LEADER, "100", "101", "102", "210", "461", "463"},
}
# The pages at the end of a place in the whole: "2024. № 3. Б. 5-7".
_PAGES = re.compile(r"[.,;]?\s*\b(?:Б|С|б|с|бб|p|pp|P)\.?\s*\d+(?:\s*[-–—,]\s*\d+)*\.?$")  # noqa: RUF001
_OWN_OF_UNIMARC = frozenset({"001", "003", "005", "010", "801"})


@dataclass(frozen=True)
class Kind:
    """`leader`: type of record and bibliographic level (leader/06-07, the same in both families); `needs`: tags that
    stand on the form besides the common ones, as (MARC 21, UNIMARC)."""

    name: str
    label: Text
    leader: str
    database: str = "books"
    needs: tuple[tuple[str, str], ...] = ()
    holds: str = ""  # the kind of its parts, catalogued one after another


KINDS = {
    kind.name: kind
    for kind in (
        Kind("book", _("book"), "am", holds="volume"),
        Kind("volume", _("volume of a set"), "am", needs=(("773", "463"),)),
        Kind("article", _("article"), "aa", "articles", (("773", "463"),)),
        Kind("serial", _("newspaper or magazine"), "as", needs=(("022", "011"),), holds="article"),
        Kind("issue", _("issue of a serial"), "as", needs=(("773", "463"),), holds="article"),
        Kind("music", _("sheet music"), "cm"),
        Kind("map", _("map"), "em"),
        Kind("audio", _("sound recording"), "jm"),
        Kind("video", _("video"), "gm"),
        Kind("electronic", _("electronic resource"), "lm", "electronic", (("856", "856"),)),
    )
}


def begun(kind: Kind, family: str, today: datetime.date) -> list[Field]:
    """The leader and the coded field of a new record: in UTF-8, the year and the language still to be said."""
    if family == MARC21:
        coded = f"{today:%y%m%d}s        kz {' ' * 17}und d"
        return [(LEADER, f"00000n{kind.leader} a2200000 i 4500"), ("008", coded)]
    coded = f"  \x1fa{today:%Y%m%d}d        m  y0kazy50      ca"
    return [(LEADER, f"00000n{kind.leader}0 2200000   450 "), ("100", coded)]


def begun_from(fields: list[Field], family: str) -> list[Field]:
    """A new record that says what another says, save what is the other's own."""
    own = _OWN if family == MARC21 else _OWN_OF_UNIMARC
    return [field for field in fields if field[0] not in own]


def begun_next(fields: list[Field], family: str) -> list[Field]:
    """The next article of the same issue, the next volume of the same set: what is common to both, and the place in
    the whole without its pages."""
    host, where = _HOST[family]
    kept = [field for field in begun_from(fields, family) if field[0] in _COMMON[family]]
    return [
        (tag, _PAGES.sub("", content) if tag == host and f"\x1f{where}" in content else content)
        for tag, content in kept
    ]


def begun_inside(whole: list[Field], family: str) -> list[Field]:
    """What an article or a volume says of the whole that it is a part of: title, imprint, the number of its record."""
    said, numbers = describe_fields(whole, family), dict(whole)
    host, _where = _HOST[family]
    imprint = ", ".join(filter(None, (said.place, str(said.year or ""))))
    parts = [("t", said.title), ("d", imprint), ("w" if family == MARC21 else "3", numbers.get("001", ""))]
    content = "".join(f"\x1f{code}{text}" for code, text in parts if text)
    indicators = "0 " if family == MARC21 else " 0"
    return [(host, indicators + content)]


def kind_of(fields: list[Field], family: str) -> Kind:
    """What a record describes, by its leader; a part of a set or of a serial names the whole."""
    leader, tags = fields[0][1], {tag for tag, _content in fields}
    found = next((kind for kind in KINDS.values() if kind.leader == leader[6:8]), KINDS["book"])
    is_part = _HOST[family][0] in tags
    return KINDS[{"book": "volume", "serial": "issue"}.get(found.name, found.name)] if is_part else found
