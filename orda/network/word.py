"""What a Word document says of itself: its language, who made it and when."""

import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from orda.network import clock

LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}


def describe(document: Any, title: str, author: str, language: str) -> None:
    """Title, author, day and language, instead of those of python-docx's own template (2013, en-US)."""
    # python-docx writes a time down as it is and calls it UTC.
    about, now = document.core_properties, clock.now().astimezone(datetime.UTC).replace(tzinfo=None)
    about.title, about.author, about.last_modified_by = title, author, author
    about.comments, about.revision = "", 1
    about.created = about.modified = now
    about.language = LANGUAGES[language]
    styles = document.styles.element
    written = styles.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if written is None:
        written = OxmlElement("w:lang")
        styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}").append(written)
    for name in ("val", "eastAsia"):
        written.set(qn(f"w:{name}"), LANGUAGES[language])
