"""Papers set by typst: data travels as JSON beside a fixed template, a text is never markup."""

import json
from pathlib import Path
from typing import Any

import typst


def set_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The template with its data as PDF. Only typst's own fonts: the same pages on every machine."""
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    made: Any = typst.compile(
        template, sys_inputs=inputs, format="pdf", ignore_system_fonts=True, font_paths=[]
    )
    return bytes(made)
