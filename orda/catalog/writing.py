"""A description written as a MARC record of either family, by the table of orda.catalog.fields."""

import datetime

from orda.catalog.description import Description
from orda.catalog.fields import PLACES
from orda.catalog.marc.iso2709 import join_fields

_UNIMARC_CHARSETS = {"utf-8": "50  ", "cp1251": "0189", "cp866": "0179", "koi8-r": "0199", "kz1048": "0189"}
_INDICATORS = {
    "marc21": {"100": "1 ", "245": "10", "490": "0 ", "700": "1 ", "773": "0 ", "084": "  ", "246": "3 "},
    "unimarc": {"200": "1 ", "700": " 1", "702": " 1", "463": " 0", "606": "0 ", "610": "0 "},
}
_LEVELS = {"article": "aa", "serial": "as", "electronic": "lm", "audiovisual": "jm"}
_ENTERED = datetime.date(2024, 1, 1)
Contents = dict[str, list[str]]


def write_fields(
    said: Description,
    family: str,
    *,
    charset: str = "utf-8",
    agency: str = "",
    entered: datetime.date = _ENTERED,
) -> list[tuple[str, str]]:
    """The leader and fields that say a description. `agency`: who catalogued it (040 / 801)."""
    contents: Contents = {}
    if said.control_number:
        contents["001"] = [said.control_number]
    if family == "marc21":
        _code_marc21(said, contents, entered, agency)
    else:
        _code_unimarc(said, contents, entered, agency, charset)
    _write_title(said, contents, family)
    _write_imprint(said, contents, family)
    for element, places in PLACES[family].items():
        if element in ("title", "subtitle", "responsibility", "place", "publisher", "host", "host_part"):
            continue
        value = getattr(said, element)
        for text in value if isinstance(value, tuple) else (value,):
            if text:
                tag = places[0].tag
                contents.setdefault(tag, []).append(_indicators(family, tag) + _body(element, text, family))
    _write_host(said, contents, family)
    kind = _LEVELS.get(said.kind, "am")
    leader = (
        f"00000n{kind} {'a' if family == 'marc21' and charset == 'utf-8' else ' '}2200000 i 4500"
        if family == "marc21"
        else f"00000n{kind}0 2200000   450 "
    )
    return [("LDR", leader), *((tag, text) for tag in sorted(contents) for text in contents[tag])]


def write_record(
    said: Description,
    family: str,
    *,
    charset: str = "utf-8",
    agency: str = "",
    entered: datetime.date = _ENTERED,
) -> bytes:
    """An ISO 2709 record that says a description. Raises UnicodeEncodeError, TooLong."""
    leader, *rest = write_fields(said, family, charset=charset, agency=agency, entered=entered)
    return join_fields(leader[1], rest, lambda text: text.encode(charset))


def _code_marc21(said: Description, contents: Contents, entered: datetime.date, agency: str) -> None:
    year = f"{said.year:04d}" if said.year else "    "
    contents["008"] = [f"{entered:%y%m%d}s{year}    kz {' ' * 17}{said.language or 'und':3} d"]
    if agency:
        contents["040"] = [f"  \x1fa{agency}"]


def _code_unimarc(
    said: Description, contents: Contents, entered: datetime.date, agency: str, charset: str
) -> None:
    year = f"{said.year:04d}" if said.year else "    "
    marks = _UNIMARC_CHARSETS.get(charset, "    ")
    contents["100"] = [f"  \x1fa{entered:%Y%m%d}d{year}    m  y0kazy{marks}    ca"]
    if said.language:
        contents["101"] = [f"0 \x1fa{said.language}"]
    if agency:
        contents["801"] = [f" 0\x1faKZ\x1fb{agency}\x1fc{entered:%Y%m%d}"]


def _write_title(said: Description, contents: Contents, family: str) -> None:
    codes = "abc" if family == "marc21" else "aef"
    tag = "245" if family == "marc21" else "200"
    parts = zip(codes, (said.title, said.subtitle, said.responsibility), strict=True)
    contents[tag] = [_indicators(family, tag) + "".join(f"\x1f{code}{text}" for code, text in parts if text)]


def _write_imprint(said: Description, contents: Contents, family: str) -> None:
    tag, codes = ("260", "abc") if family == "marc21" else ("210", "acd")
    values = (said.place, said.publisher, str(said.year) if said.year else "")
    body = "".join(f"\x1f{code}{text}" for code, text in zip(codes, values, strict=True) if text)
    if body:
        contents[tag] = ["  " + body]


def _write_host(said: Description, contents: Contents, family: str) -> None:
    if not said.host:
        return
    if family == "marc21":
        body = f"\x1ft{said.host}" + (f"\x1fg{said.host_part}" if said.host_part else "")
        contents["773"] = ["0 " + body]
    else:
        part = f"\x1fv{said.host_part}" if said.host_part else ""
        contents["463"] = [f" 0\x1f12001 \x1fa{said.host}{part}"]


def _body(element: str, text: str, family: str) -> str:
    if element == "bbk":
        return f"\x1fa{text}\x1f2rubbk"
    if element in ("author", "other_names") and family == "unimarc":
        surname, comma, rest = text.partition(", ")
        return f"\x1fa{surname}\x1fb{rest}" if comma else f"\x1fa{text}"
    if element == "subjects":
        first, *others = text.split(" — ")
        return f"\x1fa{first}" + "".join(f"\x1fx{part}" for part in others)
    return f"\x1fa{text}"


def _indicators(family: str, tag: str) -> str:
    return _INDICATORS[family].get(tag, "  ")
