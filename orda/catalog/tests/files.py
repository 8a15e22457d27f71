"""MARC files made for the tests, by pymarc where it can, so that what Orda reads was not written by Orda."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

# Real records of other systems, where they lie beside the project.
REAL = Path(settings.BASE_DIR).parent.parent / "shared" / "marc"


def iso2709(fields: list[tuple[str, str]], encoding: str, leader: str = "00000nam  2200000   4500") -> bytes:
    """One record by hand, in any character set; content with "$" for subfield delimiters."""
    directory, data = b"", b""
    for tag, content in fields:
        body = content.replace("$", "\x1f").encode(encoding) + b"\x1e"
        directory += f"{tag}{len(body):04d}{len(data):05d}".encode()
        data += body
    base = 24 + len(directory) + 1
    length = base + len(data) + 1
    head = f"{length:05d}{leader[5:12]}{base:05d}{leader[17:]}".encode()
    return head + directory + b"\x1e" + data + b"\x1d"


def unimarc(number: str, title: str, encoding: str, declared: str = "", language: str = "kaz") -> bytes:
    coded = f"20240115d2023    u  y0rusy{declared or '  ':2}  "
    fields = [
        ("001", number),
        ("100", f"  $a{coded:36}"),
        ("101", f"0 $a{language}"),
        ("200", f"1 $a{title}$fАуданбаева Салтанат Әділқызы"),
        ("210", "  $aАлматы$cБалалар әдебиеті$d2023" if language == "kaz" else "  $aМосква$cДетская литература$d2023"),
        ("606", "0 $aЕртегілер, аңыздар" if language == "kaz" else "0 $aСказки и предания"),
    ]  # fmt: skip
    return iso2709(
        [(tag, text.encode(encoding, "ignore").decode(encoding)) for tag, text in fields], encoding
    )


def marc21(
    number: str, title: str, leader: str = "00000nam a2200000 a 4500", encoding: str = "utf-8"
) -> bytes:
    return iso2709(
        [
            ("001", number),
            ("008", "240115s2023    kz                  kaz d"),
            ("245", f"00$a{title}"),
            ("260", "  $aАстана :$bФолиант,$c2023."),
        ],
        encoding,
        leader,
    )


def marcxml(*titles: str, encoding: str = "UTF-8") -> bytes:
    records = "".join(
        f'<record><leader>00000nam a2200000 a 4500</leader><controlfield tag="001">x{number}</controlfield>'
        f'<datafield tag="245" ind1="0" ind2="0"><subfield code="a">{title}</subfield></datafield></record>'
        for number, title in enumerate(titles)
    )
    text = f'<?xml version="1.0" encoding="{encoding}"?><collection xmlns="http://www.loc.gov/MARC21/slim">{records}</collection>'
    return text.encode(encoding)


RECORDS = (
    Path(__file__).parent / "records"
)  # small, made by hand: each was once read wrong or stopped the work


def records_of(
    family: str, titles: Sequence[str], encoding: str, declared: str = "", language: str = ""
) -> bytes:
    """One record a title, with nothing else in it that tells its character set."""
    made = []
    for number, title in enumerate(titles):
        fields = [("001", f"r{number}")]
        if family == "unimarc":
            fields += [("100", f"  $a20200101d2020    m  y0rusy{declared:4}    ba"), ("200", f"1 $a{title}")]
            fields += [("101", f"0 $a{language}")] if language else []
            leader = "00000nam0 2200000   450 "
        else:
            fields += [("008", f"200101s2020    xx {' ' * 17}{language or '   '} d"), ("245", f"10$a{title}")]
            leader = "00000nam  2200000 a 4500"
        made.append(iso2709(fields, encoding, leader))
    return b"".join(made)
