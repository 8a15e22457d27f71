"""MARCXML: records cut out of a stream byte for byte, their fields read, records written.

Document types and entities are refused outright, so no XML bomb is ever unfolded; depth and size are bounded.
Prefixes are let be: `marc:record` cut out of its collection still reads.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from orda.catalog.marc.pieces import Piece, Readable
from orda.catalog.marc.refusals import (
    BadLeader,
    BadRecord,
    BadTag,
    NoFields,
    TooLong,
    XmlBroken,
    XmlForbidden,
    XmlRecordBroken,
    XmlTooDeep,
)

MARCXML = "marcxml"
NAMESPACE = "http://www.loc.gov/MARC21/slim"
LONGEST_ELEMENT = 1_000_000
_DEEPEST = 40
_READ = 1 << 16
_TAG = re.compile(r"(?! {3})[ -~]{3}")
_LEADER = re.compile(r"[ -~]{24}")
# Control characters that no XML may hold; to the cutter they are blanks, so that they cost their record alone.
_NOT_IN_XML = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
_DROPPED = str.maketrans(dict.fromkeys(_NOT_IN_XML) | {"\r": "&#13;"})
_BLANKED = bytes.maketrans(bytes(map(ord, _NOT_IN_XML[:-2])), b" " * (len(_NOT_IN_XML) - 2))
_OF_A_RECORD = {"leader", "controlfield", "datafield"}


def marcxml_pieces(stream: Readable) -> Iterator[Piece]:
    """The record elements of a stream. A break in the XML is the last piece, with its line."""
    cutter = _Cutter()
    while True:
        more = stream.read(_READ)
        trouble = cutter.feed(more)
        yield from cutter.take()
        if trouble is not None:
            yield Piece(cutter.position + 1, cutter.broke_at, cutter.rest(), trouble)
            return
        if not more:
            return


def read_element(raw: bytes, charset: str) -> list[tuple[str, str]]:
    """The fields of one record element; `charset` is "marcxml", or "marcxml:codec" for XML not in UTF-8."""
    reader = _FieldReader()
    try:
        reader.parser.Parse(raw.decode(codec_of(charset)), True)
    except expat.ExpatError as error:
        raise XmlRecordBroken(line=error.lineno, why=expat.ErrorString(error.code)) from None
    except UnicodeDecodeError:
        raise XmlRecordBroken(line=1, why=codec_of(charset)) from None
    if len(reader.fields) < 2 and not (reader.fields and reader.fields[0][0] != "LDR"):
        raise NoFields
    if reader.fields[0][0] != "LDR":
        reader.fields.insert(0, ("LDR", " " * 24))
    return reader.fields


def check(fields: list[tuple[str, str]]) -> None:
    """What could not be written as a MARC record again is none. Raises BadLeader, BadTag."""
    (_ldr, leader), *rest = fields
    if not _LEADER.fullmatch(leader):
        raise BadLeader(leader=leader)
    for tag, _content in rest:
        if not _TAG.fullmatch(tag):
            raise BadTag(tag=tag)


def codec_of(charset: str) -> str:
    return charset.partition(":")[2] or "utf-8"


def write_element(fields: Iterable[tuple[str, str]]) -> str:
    """One record as a MARCXML element, without the control characters that no XML may hold."""
    lines = ["<record>"]
    for tag, content in fields:
        if tag == "LDR":
            lines.append(f"  <leader>{escape(content)}</leader>")
        elif "\x1f" not in content:
            lines.append(f"  <controlfield tag={quoteattr(tag)}>{escape(content)}</controlfield>")
        else:
            indicators, *subfields = content.split("\x1f")
            first, second, *_rest = [*indicators, " ", " "]
            lines.append(
                f"  <datafield tag={quoteattr(tag)} ind1={quoteattr(first)} ind2={quoteattr(second)}>"
            )
            lines += [
                f"    <subfield code={quoteattr(part[:1])}>{escape(part[1:])}</subfield>"
                for part in subfields
                if part
            ]
            lines.append("  </datafield>")
    lines.append("</record>\n")
    return "\n".join(lines).translate(_DROPPED)


def _padded(leader: str) -> str:
    """A leader whose last blank was lost (UNIMARC ends with one), or that has line ends around it."""
    leader = leader.strip("\r\n\t")
    return leader.rstrip().ljust(24) if len(leader) > 24 or len(leader.rstrip()) == 23 else leader


def _tag(attributes: dict[str, str]) -> str:
    """A tag whose leading zeros a number's column lost (24 for 024) has them again."""
    tag = attributes.get("tag", "")
    return tag.zfill(3) if tag and tag.isascii() and tag.isdigit() else tag


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _forbidding_parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def forbid(*_args: Any) -> None:
        raise XmlForbidden(line=parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = forbid
    parser.EntityDeclHandler = forbid
    parser.UnparsedEntityDeclHandler = forbid
    return parser


class _Cutter:
    """Follows the elements of a stream and keeps the bytes of the record that is open."""

    def __init__(self) -> None:
        self.parser = _forbidding_parser()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.XmlDeclHandler = self._declared
        self.position = 0
        self.broke_at = 0
        self._codec = "utf-8"
        self._unit = b">"
        self._kept = b""
        self._kept_from = 0
        self._fed = 0
        self._depth = 0
        # Open elements called "record": first byte, depth, how many MARC children, anything else inside.
        self._open_records: list[tuple[int, int, list[str]]] = []
        self._ended: list[tuple[int, int, bool]] = []
        self._too_large = -1  # first byte of the open record of which only the beginning is kept
        self._beginning = b""

    def feed(self, more: bytes) -> BadRecord | None:
        """Reads on; returns what stopped the reading for good."""
        if not self._fed:
            self._see_bom(more)
        self._kept += more
        self._fed += len(more)
        try:
            self.parser.Parse(
                more if self._codec.startswith("utf-16") else more.translate(_BLANKED), not more
            )
        except expat.ExpatError as error:
            self.broke_at = max(self.parser.ErrorByteIndex, 0)
            return XmlBroken(line=error.lineno, why=expat.ErrorString(error.code))
        except LookupError as error:  # an encoding that nobody knows is declared
            return XmlBroken(line=1, why=str(error))
        except BadRecord as refused:
            self.broke_at = self.parser.CurrentByteIndex
            return refused
        if more and self._fed - self.parser.CurrentByteIndex > 4 * LONGEST_ELEMENT:
            self.broke_at = self.parser.CurrentByteIndex
            return XmlTooDeep(line=self.parser.CurrentLineNumber)
        return None

    def take(self) -> Iterator[Piece]:
        """The records that have ended since the last call; what no open record needs is let go."""
        for first, tag_at, has_fields in self._ended:
            self.position += 1
            if first == self._too_large:
                yield Piece(
                    self.position,
                    first,
                    self._beginning,
                    TooLong(limit=LONGEST_ELEMENT),
                    charset=self.charset,
                )
                continue
            end = self._kept.find(self._unit, tag_at - self._kept_from) + len(self._unit)
            raw = self._kept[first - self._kept_from : end]
            problem: BadRecord | None = None
            if not has_fields:
                problem = NoFields()
            elif len(raw) > LONGEST_ELEMENT:
                problem, raw = TooLong(limit=LONGEST_ELEMENT), raw[:LONGEST_ELEMENT]
            yield Piece(self.position, first, raw, problem, charset=self.charset)
        self._ended.clear()
        needed = self._open_records[-1][0] if self._open_records else self.parser.CurrentByteIndex
        if self._open_records and self.parser.CurrentByteIndex - needed > 2 * LONGEST_ELEMENT:
            if self._too_large != needed:
                self._too_large = needed
                self._beginning = self._kept[needed - self._kept_from :][:LONGEST_ELEMENT]
            needed = self.parser.CurrentByteIndex
        if 0 < needed - self._kept_from <= len(self._kept):
            self._kept = self._kept[needed - self._kept_from :]
            self._kept_from = needed

    def rest(self) -> bytes:
        """The bytes at the break, for the rejects file."""
        return self._kept[-_READ:]

    @property
    def charset(self) -> str:
        return MARCXML if self._codec in ("utf-8", "ascii") else f"{MARCXML}:{self._codec}"

    def _open(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XmlTooDeep(line=self.parser.CurrentLineNumber)
        local = _local(name)
        if self._open_records and self._open_records[-1][1] == self._depth - 1:
            children = self._open_records[-1][2]
            if len(children) < 3:
                children.append(local)
        if local == "record":
            self._open_records.append((self.parser.CurrentByteIndex, self._depth, []))

    def _close(self, _name: str) -> None:
        if self._open_records and self._open_records[-1][1] == self._depth:
            first, _depth, children = self._open_records.pop()
            of_marc = any(child in _OF_A_RECORD for child in children)
            # An OAI-PMH record is an envelope: the MARC record lies inside it.
            if of_marc or not children:
                self._ended.append((first, self.parser.CurrentByteIndex, of_marc))
        self._depth -= 1

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not self._codec.startswith("utf-16"):
            try:
                self._codec = codecs.lookup(encoding).name
            except LookupError:
                self._codec = "utf-8"  # expat refuses the document in a moment

    def _see_bom(self, start: bytes) -> None:
        if start.startswith(codecs.BOM_UTF16_LE) or start[1:2] == b"\0":
            self._codec, self._unit = "utf-16-le", b">\0"
        elif start.startswith(codecs.BOM_UTF16_BE) or start[:1] == b"\0":
            self._codec, self._unit = "utf-16-be", b"\0>"


class _FieldReader:
    """Turns the elements of one record into fields."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, str]] = []
        self.parser = _forbidding_parser()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text
        self._tag = ""
        self._content = ""
        self._said: list[str] | None = None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "subfield":
            self._content += "\x1f" + (attributes.get("code") or " ")[:1]
            self._said = []
        elif local == "datafield":
            first, second = attributes.get("ind1") or " ", attributes.get("ind2") or " "
            self._tag, self._content = _tag(attributes), first[:1] + second[:1]
        elif local in ("controlfield", "leader"):
            self._tag = "LDR" if local == "leader" else _tag(attributes)
            self._said = []

    def _close(self, name: str) -> None:
        local = _local(name)
        said = "".join(self._said or ())
        if local == "subfield":
            self._content += said.strip("\r\n\t").replace("\x1f", " ")
        elif local == "datafield":
            self.fields.append((self._tag, self._content))
        elif local == "controlfield":
            self.fields.append((self._tag, said))
        elif local == "leader":
            self.fields.insert(0, ("LDR", _padded(said)))
        if local in ("subfield", "controlfield", "leader"):
            self._said = None

    def _text(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)
