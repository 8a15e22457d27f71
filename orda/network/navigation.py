"""What stands in the header: pages that exist and that the person may open."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orda.network import rights

Text = str | Promise

# label, address name, right needed ("" for everyone)
PAGES = (
    (_("Catalogue"), "catalogue", ""),
    (_("Cataloguing"), "cataloguing", rights.CATALOGUE),
    (_("Desk"), "desk", rights.LEND),
    (_("Readers"), "readers", rights.REGISTER),
    (_("Overdue"), "overdue", rights.REMIND),
    (_("Events"), "events", rights.SEE_BOARD),
    (_("Diary"), "diary_day", rights.SEE_DIARY),
    (_("Plan"), "board", rights.SEE_BOARD),
    (_("Reports"), "reports", rights.SEE_BOARD),
    (_("Machines"), "machines", rights.RUN_MACHINES),
    (_("House"), "house", rights.ADMINISTER),
)

# The pages behind a page of the header, in a second row while one of them is open: its first is that page itself.
SECTIONS: dict[str, tuple[tuple[Text, str, str], ...]] = {
    "cataloguing": (
        (_("Cataloguing"), "cataloguing", rights.CATALOGUE),
        (_("Doubles"), "doubles", rights.CATALOGUE),
    ),
    "desk": (
        (_("Desk"), "desk", rights.LEND),
        (_("Visits"), "visits", rights.LEND),
        (_("Home delivery"), "deliveries", rights.SEE_NEEDS),
        (_("Rules of use"), "rules", rights.SET_RULES),
        (_("Service points"), "points", rights.SET_RULES),
        (_("Holds"), "holds", rights.LEND),
        (_("Exchange"), "transits", rights.EXCHANGE),
        (_("Routes of the van"), "routes", rights.SET_RULES),
        (_("Without a connection"), "desk_offline_acts", rights.LEND),
        (_("Opening hours"), "calendar", rights.PROPOSE_CALENDAR),
        (_("Lost and damaged"), "losses", rights.LEND),
    ),
    "overdue": (
        (_("Overdue"), "overdue", rights.REMIND),
        (_("Messages"), "outbox", rights.REMIND),
        (_("Claim letters"), "letters", rights.REMIND),
        (_("Campaigns"), "campaigns", rights.REMIND),
    ),
    "board": (
        (_("Plan board"), "board", rights.SEE_BOARD),
        (_("Plan"), "plans", rights.SEE_BOARD),
        (_("Plan indicators"), "indicators", rights.EDIT_PLAN),
    ),
    "reports": (
        (_("Reports"), "reports", rights.SEE_BOARD),
        (_("Work diary"), "work_diary", rights.SEE_DIARY),
        (_("Summary stock book"), "stock_book", rights.SEE_DIARY),
        (_("State forms"), "state_forms", rights.SEE_BOARD),
        (_("Report builder"), "report_builder", rights.SEE_BOARD),
        (_("Questions in SQL"), "expert_sql", rights.EXPERT_SQL),
    ),
    "readers": (
        (_("Find a reader"), "readers", rights.REGISTER),
        (_("New family"), "family_new", rights.REGISTER),
        (_("Not yet registered"), "readers_year", rights.REGISTER),
        (_("Consents to be signed"), "consents_to_sign", rights.REGISTER),
        (_("Come of age"), "come_of_age", rights.REGISTER),
        (_("Class lists"), "class_lists", rights.IMPORT_READERS),
        (_("Merge doubles"), "reader_merge", rights.MERGE_READERS),
        (_("Consent texts"), "consent_texts", rights.SET_RULES),
        (_("A person's data"), "reader_requests", rights.ERASE_READERS),
        (_("Who looked"), "reader_looks", rights.SEE_LOOKS),
        (_("What readers read"), "reader_study", rights.STUDY_READERS),
    ),
    "house": (
        (_("The house"), "house", rights.ADMINISTER),
        (_("Staff"), "people", rights.ADMINISTER),
        (_("Libraries"), "tree", rights.ADMINISTER),
        (_("Settings"), "settings", rights.ADMINISTER),
        (_("Opening hours"), "calendar", rights.PROPOSE_CALENDAR),
        (_("Who did what"), "deeds", rights.SEE_DEEDS),
    ),
}


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    here: bool


def navigation(granted: Collection[str], path: str) -> list[Item]:
    """The pages for a person with these rights; `here` marks the one that holds `path`."""
    section = _section_of(granted, path)
    items = []
    for page in PAGES:
        # Who may not open the page itself may open one that stands behind it: a director sets the desk's rules.
        opened = page if not page[2] or page[2] in granted else next(iter(_behind(granted, page[1])), None)
        if opened is not None:
            url = _url(opened[1])
            items.append(Item(str(page[0]), url, page[1] == section or path.startswith(url)))
    return items


def section(granted: Collection[str], path: str) -> list[Item]:
    """The second row: the pages of the section that `path` lies in; none where it would be alone."""
    pages = _behind(granted, _section_of(granted, path))
    urls = [_url(name) for _label, name, _right in pages]
    # The longest address that begins the path: "/desk/holds/" is not "/desk/".
    here = max((url for url in urls if path.startswith(url)), key=len, default="")
    found = [Item(str(page[0]), url, url == here) for page, url in zip(pages, urls, strict=True)]
    return found if len(found) > 1 else []


def _behind(granted: Collection[str], name: str) -> list[tuple[Text, str, str]]:
    """The pages of a section that a person may open, but those that stand in another section for them."""
    pages = [page for page in SECTIONS.get(name, ()) if page[2] in granted]
    return [page for page in pages if _section_of(granted, _url(page[1])) == name]


def _section_of(granted: Collection[str], path: str) -> str:
    """The section with a page that begins `path`, "" outside all of them; of several the first whose head the person
    may open: the calendar stands at the desk for a librarian, in the house for an administrator."""
    found = [name for name, begins in _beginnings(get_script_prefix()).items() if path.startswith(begins)]
    return next((name for name in found if SECTIONS[name][0][2] in granted), found[0] if found else "")


def _url(name: str) -> str:
    """A page's address: asked forty times for each header, it is looked up once."""
    return _url_under(get_script_prefix(), name)


@cache
def _beginnings(prefix: str) -> dict[str, tuple[str, ...]]:
    """What the addresses of each section's pages begin with."""
    return {name: tuple(_url_under(prefix, one[1]) for one in pages) for name, pages in SECTIONS.items()}


@cache
def _url_under(prefix: str, name: str) -> str:
    return reverse(name)
