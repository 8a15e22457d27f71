"""MARC as bytes: records cut out of a file, their character set told, their fields read and written.

Two families (MARC 21; UNIMARC with its national forms RUSMARC and KAZMARC) in two containers (ISO 2709, MARCXML).
A field is `(tag, content)`: content is the data of a control field, or two indicators and then every subfield as
"\\x1f", its code and its text. The leader comes first under the tag "LDR". Whatever is read here is checked against
pymarc in the tests.
"""

from orda.catalog.marc.charsets import MARC_8, UTF_8, known_charset
from orda.catalog.marc.pieces import Piece
from orda.catalog.marc.reading import Proof, pieces_of, proof_of, read_fields, read_record

LEADER = "LDR"
MARC21 = "marc21"
UNIMARC = "unimarc"
MARCXML = "marcxml"

Field = tuple[str, str]

__all__ = [
    "LEADER",
    "MARC21",
    "MARCXML",
    "MARC_8",
    "UNIMARC",
    "UTF_8",
    "Field",
    "Piece",
    "Proof",
    "known_charset",
    "pieces_of",
    "proof_of",
    "read_fields",
    "read_record",
]
