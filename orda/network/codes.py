"""Codes that scanners read: one name space of everything that carries a label, and what a scanner may have meant.

A scanner types like a keyboard, so what arrives depends on the keyboard's language, on Caps Lock and on the frame
that its symbology sends along. A code is kept in one form (capital Latin letters, digits and `- . _ / :`), and
whatever arrives is read back to it.

No two things of a library carry one code: a model that carries labels says so (`@labelled`), and triggers keep the
table of codes in step with it, whatever writes its rows. They bind what is written from then on; what was kept
before and can't be mended by itself is named by `orda check`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 32
M = TypeVar("M", bound=type[Model])
# The signs between are never first or last: "12/" and "5+" are keys of the desk.
_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z./_:-]*[0-9A-Z])?")
_NOISE = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\ufeff]+")
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424: "]C0" is Code 128, "]A0" Code 39, "]F0" Codabar
_STARS = re.compile(r"\*(.+)\*")  # Code 39's start and stop
_CODABAR = re.compile(r"[A-D](.+)[A-DTNE]")  # its start and stop; T, N and E in older writing
_SCANNED = re.compile(r"(?:.*[0-9]){4}")

# What a key types, by the keyboard's language: the keys of the row of digits, then three rows of letters.
_LATIN = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_RUSSIAN = 'ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,'
_KAZAKH = '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№)!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?'
# By language: the sign that a key types -> the Latin one of the same key.
LAYOUTS = {
    "ru": dict(zip(_RUSSIAN, _LATIN, strict=True)),
    "kk": dict(zip(_KAZAKH, _LATIN, strict=True)),
}
# Of two keys that type one sign the first stands for it.
LAYOUTS["ru"]["."], LAYOUTS["ru"][","] = "/", "?"
# Cyrillic capitals that look like a Latin letter: who copies a printed number by hand types them.
_ALIKE = dict(zip("АВЕКМНОРСТУХІҮҺ", "ABEKMHOPCTYXIYH", strict=True))


def kept(typed: str) -> str:
    """A code as it is kept, of what was typed or scanned for a new label.

    Letters that only a keyboard in another language would put there are read by their keys; letters that look like
    Latin ones are taken for those: a scanner's are read by their keys in the browser already (static/js/scanner.js).
    """
    found = readings(typed)
    return found[-1] if _is_spelt_alike(typed) else found[0]


def is_code(text: str) -> bool:
    """True for a text that a label may carry."""
    return len(text) <= LONGEST and _CODE.fullmatch(text) is not None


def read(scan: str) -> str:
    """The code that a scan means. Asks the database only where it may mean more than one.

    Of several the one that is on a label. Where two are, what was scanned stays as it is: nobody's card is opened
    by a guess.
    """
    found = readings(scan)
    if len(found) == 1:
        return found[0]
    known = kinds_of(found)
    on_labels = [one for one in found if one in known]
    if len(on_labels) == 1 or (on_labels and found[0] in known and scan.isascii()):
        return on_labels[0]
    return _bare(scan)


def readings(scan: str) -> list[str]:
    """What a scan may mean, the likeliest first; never empty."""
    found: list[str] = []
    for spelt in _spellings(_NOISE.sub("", unicodedata.normalize("NFC", scan))):
        plain = _AIM.sub("", spelt, count=1) if _AIM.match(spelt) else spelt
        starred = _STARS.fullmatch(plain)
        plain = (starred[1] if starred else plain).upper()
        framed = _CODABAR.fullmatch(plain)
        for one in (plain, framed[1] if framed else plain):
            if is_code(one) and one not in found:
                found.append(one)
    return found or [_bare(scan)]


def looks_scanned(text: str) -> bool:
    """True for what no hand types for a name: most of it are digits, by one keyboard or another."""
    if text.isascii():
        return bool(_STARS.fullmatch(text) or _AIM.match(text))
    return any(_SCANNED.match(one) for one in readings(text))


@dataclass(frozen=True)
class Doubt:
    """Why a scan may not have been understood, and what helps."""

    code: str
    text: str | Promise


_DOUBTS = {
    "ru": _("The keyboard stands on Russian. Switch it to English (EN)."),
    "kk": _("The keyboard stands on Kazakh. Switch it to English (EN)."),
    "caps": _("Caps Lock is on: small letters came. Switch it off."),
    "frame": _(
        "The scanner sends signs around the number (a start and a stop, or a prefix). Switch them off in it."
    ),
    "two": _("It is too long: two labels may have been read at once."),
}


def doubts(scan: str) -> list[Doubt]:
    """What is unusual in what a scanner sent, the gravest first. Empty for a code as it is kept."""
    text = _NOISE.sub("", unicodedata.normalize("NFC", scan))
    found = [_layout_of(text)] if not text.isascii() else []
    latin = "".join(LAYOUTS[found[0]].get(sign, sign) for sign in text) if found and found[0] else text
    if re.search(r"[a-z]", latin) and not re.search(r"[A-Z]", latin):
        found.append("caps")
    if (
        _AIM.match(latin)
        or _STARS.fullmatch(latin)
        or re.fullmatch(r"[A-Da-d][0-9$:/.+-]+[A-Da-dTNEtne]", latin)
    ):
        found.append("frame")
    if len(text) > LONGEST:
        found.append("two")
    return [Doubt(one, _DOUBTS[one]) for one in found if one]


def _bare(scan: str) -> str:
    return _NOISE.sub("", scan).upper()


def _spellings(text: str) -> Iterator[str]:
    if text.isascii():
        yield text
        # Digits that the Kazakh keyboard types as signs alone: "6" is a comma there, "7" a point, "1" a quote.
        if '"' in text or "," in text:
            yield "".join(LAYOUTS["kk"].get(sign, sign) for sign in text)
        return
    for layout in ("ru", "kk"):
        by_key = LAYOUTS[layout]
        if all(sign in by_key or sign.isascii() for sign in text):
            yield "".join(by_key.get(sign, sign) for sign in text)
    alike = "".join(_ALIKE.get(sign, sign) for sign in text.upper())
    if alike.isascii():
        yield alike


def _is_spelt_alike(text: str) -> bool:
    bare = _bare(text)
    return not bare.isascii() and all(sign in _ALIKE or sign.isascii() for sign in bare)


def _layout_of(text: str) -> str:
    """Kazakh where a letter stands that only its row of digits has."""
    small = text.lower()
    if any(sign in "әіңғүұқөһ" for sign in small):
        return "kk"
    return "ru" if any(sign in LAYOUTS["ru"] for sign in small if not sign.isascii()) else ""


# What carries labels.


@dataclass(frozen=True)
class Labels:
    """The labels of a table: their kind, the column that holds them, and what a clash calls their owner."""

    kind: str
    table: str
    column: str
    called: str | Promise


_LABELS: dict[str, Labels] = {}  # by kind


def labelled(kind: str, column: str, called: str | Promise) -> Callable[[M], M]:
    """Declares that each row of a model carries a label, whose code nothing else may carry."""

    def keep(model: M) -> M:
        _LABELS[kind] = Labels(kind, model._meta.db_table, column, called)
        return model

    return keep


def kinds_of(found: Collection[str]) -> dict[str, str]:
    """Code -> the kind of what carries it, of those that are on a label."""
    from orda.network.models import Code  # models that carry labels are declared with what stands here

    return dict(Code.objects.filter(pk__in=found).values_list("code", "kind"))


def what_carries(kind: str) -> str:
    """The kind in words: "a reader's card"."""
    return str(_LABELS[kind].called)


# The triggers. SQLite loses a table's triggers when a migration remakes the table; so they are no migration's.

_GOOD = {
    "sqlite": (
        "NEW.{column} GLOB '[0-9A-Z]*' AND NEW.{column} GLOB '*[0-9A-Z]' "
        "AND NEW.{column} NOT GLOB '*[^0-9A-Z./_:-]*'"
    ),
    "postgresql": "NEW.{column} COLLATE \"C\" ~ '^[0-9A-Z]([0-9A-Z./_:-]*[0-9A-Z])?$'",
}
_SQLITE = {
    "insert": """CREATE TRIGGER {table}_label_insert AFTER INSERT ON {table} BEGIN
SELECT RAISE(ABORT, 'no code of a label: {table}.{column}') WHERE NOT ({good});
INSERT INTO network_code (code, kind) VALUES (NEW.{column}, '{kind}'); END""",
    "update": """CREATE TRIGGER {table}_label_update AFTER UPDATE OF {column} ON {table}
WHEN NEW.{column} <> OLD.{column} BEGIN
SELECT RAISE(ABORT, 'no code of a label: {table}.{column}') WHERE NOT ({good});
DELETE FROM network_code WHERE code = OLD.{column} AND kind = '{kind}';
INSERT INTO network_code (code, kind) VALUES (NEW.{column}, '{kind}'); END""",
    "delete": """CREATE TRIGGER {table}_label_delete AFTER DELETE ON {table} BEGIN
DELETE FROM network_code WHERE code = OLD.{column} AND kind = '{kind}'; END""",
}
_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_label() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF TG_OP = 'UPDATE' THEN IF NEW.{column} = OLD.{column} THEN RETURN NULL; END IF; END IF;
IF TG_OP <> 'INSERT' THEN DELETE FROM network_code WHERE code = OLD.{column} AND kind = '{kind}'; END IF;
IF TG_OP <> 'DELETE' THEN
  IF NOT ({good}) THEN
    RAISE EXCEPTION 'no code of a label: {table}.{column}' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO network_code (code, kind) VALUES (NEW.{column}, '{kind}');
END IF; RETURN NULL; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_label AFTER INSERT OR DELETE OR UPDATE OF {column} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_label()"""


def hold_labels(**_signal: Any) -> None:
    """After every `orda migrate`: triggers of each labelled table, codes that were not kept yet, labels mended.

    A label that is no code, or whose code something else carries, stays as it is: `orda check` names it. Copies
    come first: the desk looks for a copy before it looks for a card.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if "network_code" not in there:
            return
        labelled_there = [labels for labels in _LABELS.values() if labels.table in there]
        for labels in labelled_there:
            cursor.execute(_fill(labels), [labels.kind])
        for labels in labelled_there:
            _hold(cursor, labels)
            _mend(cursor, labels)


def _mend(cursor: Any, labels: Labels) -> None:
    """Labels written before, with small letters or spaces: in the one form, where nothing else has that code."""
    good = _GOOD[connection.vendor].format(column=labels.column).replace("NEW.", "t.")
    cursor.execute(f"SELECT t.id, t.{labels.column} FROM {labels.table} t WHERE NOT ({good})")
    for pk, code in cursor.fetchall():
        found = readings(code)
        if len(found) > 1 or not is_code(found[0]) or kinds_of(found):
            continue
        cursor.execute(f"UPDATE {labels.table} SET {labels.column} = %s WHERE id = %s", [found[0], pk])


def _hold(cursor: Any, labels: Labels) -> None:
    words = {"table": labels.table, "column": labels.column, "kind": labels.kind}
    words["good"] = _GOOD[connection.vendor].format(column=labels.column)
    if connection.vendor == "sqlite":
        for act, sql in _SQLITE.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {labels.table}_label_{act}")
            cursor.execute(sql.format(**words))
        return
    cursor.execute(_FUNCTION.format(**words))
    cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [f"{labels.table}_label"])
    if cursor.fetchone() is None:
        cursor.execute(_POSTGRESQL.format(**words))


def _fill(labels: Labels) -> str:
    good = _GOOD[connection.vendor].format(column=labels.column).replace("NEW.", "t.")
    return (
        f"INSERT INTO network_code (code, kind) SELECT t.{labels.column}, %s FROM {labels.table} t "
        f"WHERE {good} ON CONFLICT DO NOTHING"
    )


def unheld() -> Iterable[str]:
    """Labels without a code of their own, and codes without their label; each a line for a person to mend."""
    with connection.cursor() as cursor:
        for labels in _LABELS.values():
            cursor.execute(
                f"SELECT t.id, t.{labels.column}, c.kind FROM {labels.table} t LEFT JOIN network_code c "
                f"ON c.code = t.{labels.column} WHERE c.code IS NULL OR c.kind <> %s ORDER BY t.id",
                [labels.kind],
            )
            for pk, code, owner in cursor.fetchall():
                yield f"{labels.kind} {pk}, {code}: {_why_unheld(code, owner)}"
            cursor.execute(
                f"SELECT c.code FROM network_code c LEFT JOIN {labels.table} t ON t.{labels.column} = c.code "
                "WHERE c.kind = %s AND t.id IS NULL ORDER BY c.code",
                [labels.kind],
            )
            for (code,) in cursor.fetchall():
                yield f"{code}: the code of a {labels.kind} that is not there"


def _why_unheld(code: str, owner: str | None) -> str:
    if owner is not None:
        return f"a {owner} carries this code too; give one of them another label"
    if is_code(code):
        return "not in the table of codes; run `orda migrate`"
    taken = kinds_of(readings(code))
    if taken:
        return f"a scanner reads {', '.join(taken)}, which another label carries; give it another label"
    return f"no code that a scanner can send ({' or '.join(readings(code))}?); give it another label"
