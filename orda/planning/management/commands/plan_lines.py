"""`orda plan_lines`: every line of a year's plan, and how many of them Orda counts by itself."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation

from orda.console import OrdaCommand, a_date
from orda.planning.document.queries import (
    LineStatus,
    lines_of,
    plan_of,
    said,
    share_automatic,
    source_text,
    target_words,
    term_text,
)
from orda.planning.management.asked import check_day, no_plan


class Command(OrdaCommand):
    help = "Every line of a year's plan: target, actual and its source; how many are counted automatically."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument(
            "--as-of", type=a_date, metavar="YYYY-MM-DD", help="By the end of this day; today by default."
        )
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        year, as_of = options["year"], options["as_of"]
        plan = plan_of(year)
        if plan is None:
            raise no_plan(year)
        check_day(year, as_of)
        with translation.override(options["language"]):
            found = lines_of(plan, as_of)
            automatic, manual = share_automatic(one.line for one in found)
            if options["format"] == "json":
                lines = [_document(one) for one in found]
                counts = {"total": len(lines), "automatic": automatic, "manual": manual}
                self.stdout.write(json.dumps({**counts, "lines": lines}, ensure_ascii=False))
                return
            for one in found:
                self.stdout.write(_row(one))
            share = automatic * 100 / len(found) if found else 0
            self.stdout.write(f"{len(found)} lines: {automatic} automatic ({share:.1f} %), {manual} manual")


def _document(one: LineStatus) -> dict[str, Any]:
    line = one.line
    return {
        "section": said(line.table.section, "title"),
        "table": said(line.table, "title"),
        "key": line.key,
        "cohort": line.cohort or None,
        "text": one.text,
        "target": _number(one.target),
        "target_text": target_words(line) or None,
        "unit": str(one.unit),
        "performers": line.performers,
        "term": term_text(line),
        "note": line.note or None,
        "source": source_text(line),
        "automatic": line.automatic,
        "of_which_of": line.of_which_of or None,
        "actual": _number(one.actual),
        "state": one.state,
        "not_held_yet": list(one.absent),
    }


def _number(value: Decimal | int | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _row(one: LineStatus) -> str:
    target, actual = (_number(value) for value in (one.target, one.actual))
    how = "" if one.line.automatic else "  (by hand)"
    return f"{'-' if target is None else target:>10} {'-' if actual is None else actual:>10}  {one.text}{how}"
