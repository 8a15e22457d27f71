"""`orda search TEXT`: the catalogue, for scripts and other programs."""

import json
from typing import Any

from django.core.management.base import CommandParser

from orda.catalog.models import Record
from orda.console import BadInput, OrdaCommand
from orda.search.queries import LONGEST_QUERY, Found, search

MOST = 1_000


class Command(OrdaCommand):
    help = (
        'Find records: every word must be there, in any of its forms, with or without Kazakh letters. "A phrase", AND,'
        " OR, NOT, -word, author:, title:, year: are understood, in Kazakh and Russian too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--database", choices=Record.Database.values, default="")
        parser.add_argument("--limit", type=int, default=20, help=f"Hits to show, 1 to {MOST:,}.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["limit"] <= MOST:
            raise BadInput(f"--limit must be from 1 to {MOST:,}")
        if len(options["text"]) > LONGEST_QUERY:
            raise BadInput(
                f"a query has at most {LONGEST_QUERY} letters; this one has {len(options['text']):,}"
            )
        found = search(options["text"], database=options["database"], limit=options["limit"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(_document(found), ensure_ascii=False))
        else:
            self.stdout.write(_list(found))


def _document(found: Found) -> dict[str, Any]:
    return {
        "count": found.count,
        "ms": round(found.ms, 2),
        "hits": [
            {
                "id": hit.record.pk,
                "title": hit.record.title,
                "author": hit.record.author,
                "year": hit.record.year,
                "available": hit.available,
                "copies": hit.copies,
            }
            for hit in found.hits
        ],
        "facets": found.facets,
        "similar": found.similar,
        "meant": found.meant,
        "near": found.near,
        "fewer": found.fewer,
        "begun": found.begun,
    }


def _list(found: Found) -> str:
    lines = [f"{found.count:,} records in {found.ms:.1f} ms" + (" (similar words)" if found.similar else "")]
    for hit in found.hits:
        author = f"{hit.record.author}. " if hit.record.author else ""
        year = f", {hit.record.year}" if hit.record.year else ""
        lines.append(f"{hit.record.pk:>8}  {author}{hit.record.title}{year}  [{hit.available}/{hit.copies}]")
    return "\n".join(lines)
