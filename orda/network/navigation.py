"""What stands in the header: pages that exist and that the person may open."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orda.network import rights

# label, address name, right needed ("" for everyone)
PAGES = (
    (_("Catalogue"), "catalogue", ""),
    (_("Desk"), "desk", rights.LEND),
    (_("Readers"), "readers", rights.REGISTER),
    (_("Events"), "events", rights.SEE_BOARD),
    (_("Diary"), "diary_day", rights.SEE_DIARY),
    (_("Plan board"), "board", rights.SEE_BOARD),
    (_("Plan"), "plans", rights.SEE_BOARD),
    (_("Reports"), "reports", rights.SEE_BOARD),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    here: bool


def navigation(granted: Collection[str], path: str) -> list[Item]:
    """The pages for a person with these rights; `here` marks the one that holds `path`."""
    items = []
    for label, name, right in PAGES:
        if not right or right in granted:
            url = reverse(name)
            items.append(Item(str(label), url, path.startswith(url)))
    return items
