"""A record as lines of text, for who thinks in fields: `245 10$aAbai$bnovel`, a blank indicator as "_".

Whatever a field holds is written so that it reads back the same: "\\" stands before "$", "_" and itself, line ends and
other control characters are named by their number.
"""

import re
from collections.abc import Sequence

from orda.catalog.editor.refusals import LineNotRead
from orda.catalog.marc import LEADER, Field

_MARK = "\x1f"
_CONTROL = re.compile(r"[\x00-\x1e\x7f-\x9f\u2028\u2029]")
_SIGNS = re.compile(r"\\u[0-9a-f]{4}|\\.|.", re.S)
_LINE = re.compile(r"(LDR|[ -~]{3}) (.*)", re.S)
LONGEST = 400_000  # letters of a whole record


def written(fields: Sequence[Field]) -> str:
    return "\n".join(f"{tag} {_content(content)}" for tag, content in fields)


def read(text: str) -> list[Field]:
    """The fields that lines say, the leader first. Raises LineNotRead with the line's number."""
    fields = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise LineNotRead(line=number, text=line[:40])
        tag, content = found.groups()
        fields.append((tag, _of(content)))
    leaders = [field for field in fields if field[0] == LEADER]
    return [*leaders[:1], *(field for field in fields if field[0] != LEADER)]


def _content(content: str) -> str:
    signs = [_sign(sign) for sign in content]
    if content[2:3] == _MARK:
        signs[:2] = [
            {" ": "_", "_": "\\_"}.get(sign, written)
            for sign, written in zip(content[:2], signs, strict=False)
        ]
    return "".join(signs)


def _sign(sign: str) -> str:
    if sign == _MARK:
        return "$"
    if sign in "\\$":
        return f"\\{sign}"
    return f"\\u{ord(sign):04x}" if _CONTROL.match(sign) else sign


def _of(text: str) -> str:
    signs = _SIGNS.findall(text)
    if signs[2:3] == ["$"]:
        signs[:2] = [" " if sign == "_" else sign for sign in signs[:2]]
    return "".join([_meant(sign) for sign in signs])


def _meant(sign: str) -> str:
    if sign == "$":
        return _MARK
    if len(sign) == 6:
        return chr(int(sign[2:], 16))
    return sign[1:] if len(sign) == 2 else sign
