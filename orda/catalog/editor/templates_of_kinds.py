"""What a new record begins with, by its kind: leader, coded fields, the areas that it needs."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orda.catalog.marc import LEADER, MARC21, Field

Text = str | Promise
# Of a record that is begun again from another: its numbers, its hours, what is printed in the other book alone.
_OWN = frozenset({"001", "003", "005", "010", "020", "035"})
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


KINDS = {
    kind.name: kind
    for kind in (
        Kind("book", _("book"), "am"),
        Kind("volume", _("volume of a set"), "am", needs=(("773", "463"),)),
        Kind("article", _("article"), "aa", "articles", (("773", "463"),)),
        Kind("serial", _("newspaper or magazine"), "as", needs=(("022", "011"),)),
        Kind("issue", _("issue of a serial"), "as", needs=(("773", "463"),)),
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


def kind_of(leader: str) -> Kind:
    return next((kind for kind in KINDS.values() if kind.leader == leader[6:8]), KINDS["book"])
