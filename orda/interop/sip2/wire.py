"""Messages of the Standard Interchange Protocol 2.00 as bytes: taken apart, put together, checked.

A message is a two-digit code, fields of fixed width, then fields of two letters and a value that ends at "|", and
where the machine wishes error detection a sequence number (AY) and a checksum (AZ). It ends at a carriage return.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from orda.interop.sip2.letters import as_bytes

LONGEST_VALUE = 255  # bytes, by the standard
LONGEST_LINE = 4096  # longer is no message
_DATE = 18

# code -> its fields of fixed width, in order
REQUESTS: dict[str, tuple[tuple[str, int], ...]] = {
    "01": (("card_kept", 1), ("at", _DATE)),
    "09": (("no_block", 1), ("at", _DATE), ("returned_at", _DATE)),
    "11": (("renewal_policy", 1), ("no_block", 1), ("at", _DATE), ("due", _DATE)),
    "15": (("mode", 1), ("at", _DATE)),
    "17": (("at", _DATE),),
    "19": (("at", _DATE),),
    "23": (("language", 3), ("at", _DATE)),
    "25": (("at", _DATE),),
    "29": (("third_party", 1), ("no_block", 1), ("at", _DATE), ("due", _DATE)),
    "35": (("at", _DATE),),
    "37": (("at", _DATE), ("fee_type", 2), ("payment_type", 2), ("currency", 3)),
    "63": (("language", 3), ("at", _DATE), ("summary", 10)),
    "65": (("at", _DATE),),
    "93": (("uid_algorithm", 1), ("pwd_algorithm", 1)),
    "97": (),
    "99": (("status", 1), ("print_width", 3), ("version", 4)),
}


class Garbled(Exception):
    """What came is no message, or was hurt on its way."""


@dataclass(frozen=True)
class Request:
    """A message from a machine. Of a field that came twice the first is kept."""

    code: str
    fixed: dict[str, str]
    fields: dict[str, str]
    sequence: str = ""  # "" where the machine wishes no error detection

    def get(self, name: str) -> str:
        """The value of a field, "" where it was not sent."""
        return self.fields.get(name, "").strip()


@dataclass(frozen=True)
class Reply:
    """A message to a machine: what stands fixed behind the code, then fields; those with None are left out."""

    code: str
    fixed: str = ""
    fields: Iterable[tuple[str, str | None]] = field(default=())


def parse(line: bytes, encoding: str) -> Request:
    """Takes a line (without its end) apart. Raises Garbled."""
    payload, sequence = _checked(line)
    code = payload[:2].decode("ascii", "replace")
    if code not in REQUESTS:
        raise Garbled(f"no message {code!r}")
    fixed, at = {}, 2
    for name, width in REQUESTS[code]:
        part = payload[at : at + width]
        if width == _DATE and part[:1].isalpha():  # left out by some machines (by all of one make in 65)
            fixed[name] = ""
            continue
        if len(part) < width:
            raise Garbled(f"{code} is cut short")
        fixed[name], at = part.decode("ascii", "replace"), at + width
    fields: dict[str, str] = {}
    for part in payload[at:].split(b"|"):
        if len(part) >= 2:
            fields.setdefault(part[:2].decode("ascii", "replace"), part[2:].decode(encoding, "replace"))
    return Request(code, fixed, fields, sequence)


def _checked(line: bytes) -> tuple[bytes, str]:
    """The line without its error detection, and its sequence number."""
    at = line.rfind(b"AZ")
    if at < 0 or not 1 <= len(line) - at - 2 <= 4 or not _is_hex(line[at + 2 :]):
        return line, ""
    if int(line[at + 2 :], 16) != int(checksum(line[: at + 2]), 16):
        raise Garbled("the checksum does not fit")
    rest = line[:at]
    if rest[-3:-1] == b"AY" and rest[-1:].isdigit():
        return rest[:-3], chr(rest[-1])
    return rest, ""


def checksum(through_az: bytes) -> str:
    """Four hex digits: minus the sum of all bytes from the first to the letters AZ, modulo 65,536."""
    return f"{-sum(through_az) & 0xFFFF:04X}"


def compose(reply: Reply, encoding: str, sequence: str = "") -> bytes:
    """The reply as bytes without its end, with error detection where there is a sequence number."""
    body = (reply.code + reply.fixed).encode("ascii", "replace")
    for name, value in reply.fields:
        if value is not None:
            body += name.encode("ascii") + _fitting(value, encoding) + b"|"
    if reply.code == "96":  # carries no number of its own
        return body + b"AZ" + checksum(body + b"AZ").encode("ascii") if sequence else body
    if not sequence:
        return body
    body += b"AY" + sequence.encode("ascii") + b"AZ"
    return body + checksum(body).encode("ascii")


def _fitting(value: str, encoding: str) -> bytes:
    """A value without what would end it early, cut at a whole letter where it is too long."""
    clean = "".join(" " if letter == "|" or not letter.isprintable() else letter for letter in value)
    found = as_bytes(clean, encoding)
    return found if len(found) <= LONGEST_VALUE else _cut(found, encoding)


def _cut(found: bytes, encoding: str) -> bytes:
    return found[:LONGEST_VALUE].decode(encoding, "ignore").encode(encoding)


def _is_hex(digits: bytes) -> bool:
    return all(digit in b"0123456789ABCDEFabcdef" for digit in digits)
