"""A record as a form by areas: rows of its fields, and what was written in them as fields again.

Every field of the record stands in the form, those without inputs as they are: saved unchanged it says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from orda.catalog.editor import lines
from orda.catalog.editor.areas import AREAS, BY_TAG, FORM, Kept, Text
from orda.catalog.fields import subfields
from orda.catalog.marc import LEADER, Field

MOST_ROWS = 600
LONGEST_VALUE = 9_000


@dataclass(frozen=True)
class Input:
    code: str
    label: Text
    text: str


@dataclass(frozen=True)
class Row:
    """A field with its inputs; `number`: its place among the fields that the page sends. `written`: as a line, for
    one that the form only keeps."""

    number: int
    tag: str
    indicators: str
    label: Text
    inputs: tuple[Input, ...]
    written: str = ""
    stood: bool = True  # False: it is added now


@dataclass(frozen=True)
class Area:
    name: str
    label: Text
    rows: list[Row]
    more: list[Kept]  # fields that may be added


def areas_of(
    fields: Sequence[Field], family: str, needed: Sequence[str] = ()
) -> tuple[list[Area], list[Row]]:
    """(the areas with their rows, the fields that the form only keeps). Common fields that the record lacks, and those
    `needed`, stand empty at their place."""
    rows: dict[str, list[Row]] = {name: [] for name in AREAS}
    kept_as_is = []
    for number, (tag, content) in enumerate(fields):
        kept = BY_TAG[family].get(tag)
        if kept is None or not _fits(content):
            kept_as_is.append(Row(number, tag, "", "", (), lines.written([(tag, content)])))
        else:
            rows[kept.area].append(_row(number, kept, content[:2], subfields(content)))
    number, there = len(fields), {tag for tag, _content in fields}
    for kept in FORM[family]:
        wanted = kept.common and not (kept.tag == "264" and "260" in there) or kept.tag in needed
        if wanted and kept.tag not in there:
            rows[kept.area].append(_row(number, kept, kept.indicators, []))
            number += 1
    order = {kept.tag: place for place, kept in enumerate(FORM[family])}
    areas = []
    for name, label in AREAS.items():
        rows[name].sort(key=lambda row: order[row.tag])
        more = [kept for kept in FORM[family] if kept.area == name]
        areas.append(Area(name, label, rows[name], more))
    return areas, kept_as_is


def empty_row(family: str, tag: str, number: int) -> Row:
    """One more field. Raises KeyError for one that the form doesn't have."""
    kept = BY_TAG[family][tag]
    return _row(number, kept, kept.indicators, [])


def read(sent: QueryDict, family: str) -> list[Field]:
    """The fields that a form says: what is empty is left out, a new field goes to its place by its tag."""
    fields: list[Field] = []
    new: list[Field] = []
    numbers = sorted({int(one) for one in sent.getlist("row") if one.isdecimal() and len(one) < 5})[
        :MOST_ROWS
    ]
    for number in numbers:
        as_is = sent.get(f"{number}-as-is")
        if as_is is not None:
            fields += lines.read(as_is[: lines.LONGEST])
            continue
        kept = BY_TAG[family].get(sent.get(f"{number}-tag", ""))
        if kept is None:
            continue
        content = _content(kept, sent, number)
        if content:
            (fields if sent.get(f"{number}-stood") else new).append((kept.tag, content))
    for field in new:
        fields.insert(_place(fields, field[0]), field)
    return fields


def _row(number: int, kept: Kept, indicators: str, said: Sequence[tuple[str, str]]) -> Row:
    inputs = [Input(code, kept.codes.get(code, f"${code}"), text) for code, text in said]
    there = {code for code, _text in said}
    inputs += [Input(code, label, "") for code, label in kept.codes.items() if code not in there]
    return Row(number, kept.tag, indicators, kept.label, tuple(inputs), stood=bool(said))


def _content(kept: Kept, sent: QueryDict, number: int) -> str:
    codes, texts = sent.getlist(f"{number}-code"), sent.getlist(f"{number}-text")
    pairs = zip(codes, texts, strict=False)
    said = "".join(f"\x1f{code[:1]}{_one(text)}" for code, text in pairs if code and _one(text))
    if not said:
        return ""
    indicators = f"{sent.get(f'{number}-ind', kept.indicators):2.2}"
    fixed = f"\x1f{kept.fixed}" if kept.fixed and not sent.get(f"{number}-stood") else ""
    return indicators + said + fixed


def _fits(content: str) -> bool:
    """Whether inputs give back what a field holds: nothing empty in it, nothing that an input drops."""
    parts = content.split("\x1f")
    return (
        len(parts) > 1
        and len(parts[0]) == 2
        and all(len(part) > 1 and part == _one(part) for part in parts[1:])
    )


def _one(text: str) -> str:
    """A value without line ends and control characters; blanks within it stay as they were written."""
    return "".join(sign for sign in text[:LONGEST_VALUE] if sign.isprintable() or sign == "\xa0")


def _place(fields: Sequence[Field], tag: str) -> int:
    """Behind the last field whose tag is not greater."""
    places = [at for at, (other, _content) in enumerate(fields, 1) if other == LEADER or other <= tag]
    return places[-1] if places else len(fields)


def merged(
    base: Sequence[Field], mine: Sequence[Field], theirs: Sequence[Field]
) -> tuple[list[Field], list[str]]:
    """(what two people wrote on one record, the tags that both changed: there it says what `mine` says)."""
    by = [_by_tag(fields) for fields in (base, mine, theirs)]
    result: list[Field] = []
    clashes = []
    for tag in sorted({tag for one in by for tag in one}, key=lambda tag: (tag != LEADER, tag)):
        before, my, their = (one.get(tag, []) for one in by)
        if my != before and their != before and my != their:
            clashes.append(tag)
        result += [(tag, content) for content in (their if my == before else my)]
    return result, [tag for tag in clashes if tag not in (LEADER, "005")]


def differences(
    before: Sequence[Field], after: Sequence[Field]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """(tag, contents that are gone, contents that are new) of each tag that differs; 005 and lengths aside."""
    old, new = _by_tag(before), _by_tag(after)
    for tag in sorted({*old, *new}, key=lambda tag: (tag != LEADER, tag)):
        was, now = list(old.get(tag, [])), list(new.get(tag, []))
        gone = _without(was, now)
        came = _without(now, was)
        if tag == LEADER:
            gone, came = [one[5:10] + one[17:20] for one in gone], [one[5:10] + one[17:20] for one in came]
        if tag != "005" and gone != came:
            yield tag, gone, came


def _without(some: list[str], others: list[str]) -> list[str]:
    left = list(others)
    return [one for one in some if one not in left or left.remove(one)]  # type: ignore[func-returns-value]


def _by_tag(fields: Sequence[Field]) -> Mapping[str, list[str]]:
    by_tag: dict[str, list[str]] = {}
    for tag, content in fields:
        by_tag.setdefault(tag, []).append(content)
    return by_tag
