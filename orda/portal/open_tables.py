"""The tables that everybody may have: what each counts, by what, and the words for it in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, LEVELS, MEASURES, Text
from orda.planning.indicators.declared import COUNTED, Term

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGES = ("kk", "ru", "en")
Words = Mapping[str, str]  # language -> text

PLACES_AND_TIMES: dict[str, Text] = {"library": _("library"), "month": _("month")}


@dataclass(frozen=True)
class OpenTable:
    """`counts`: a counted row of the plan, a measure or a level. `by`: "month", "library" or a dimension."""

    name: str
    part: str
    counts: str
    by: str
    meaning: Text

    @property
    def is_level(self) -> bool:
        return self.counts in LEVELS

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is added up; of a level, since the beginning."""
        if self.is_level:
            level = LEVELS[self.counts]
            return (*(Term(one) for one in level.adds), *(Term(one, sign=-1) for one in level.takes))
        return COUNTED[self.counts].terms if self.counts in COUNTED else (Term(self.counts),)

    @property
    def label(self) -> Text:
        return self._row.label

    @property
    def unit(self) -> Text:
        return self._row.unit

    @property
    def _row(self) -> "_Named":
        return LEVELS.get(self.counts) or COUNTED.get(self.counts) or MEASURES[self.counts]  # type: ignore[return-value]

    @property
    def by_label(self) -> Text:
        return PLACES_AND_TIMES.get(self.by) or DIMENSIONS[self.by].label

    @property
    def formula(self) -> str:
        """ "+ loan + renewal", as the diary's registry names its measures."""
        parts = []
        for term in self.terms:
            where = ", ".join(f"{key}={value}" for key, value in term.where.items())
            parts.append(f"{'−' if term.sign < 0 else '+'} {term.measure}" + (f"[{where}]" if where else ""))
        return " ".join(parts).removeprefix("+ ")


class _Named:
    label: Text
    unit: Text


# The parts of the page, in its order.
PARTS: dict[str, Text] = {
    "readers": _("Readers"),
    "loans": _("Loans"),
    "visits": _("Visits"),
    "events": _("Events"),
    "stock": _("Stock"),
}
TABLES: dict[str, OpenTable] = {
    one.name: one
    for one in (
        OpenTable(
            "readers-by-month",
            "readers",
            "readers",
            "month",
            _("Readers registered in each month: a reader counts once a year in each library."),
        ),
        OpenTable(
            "readers-by-group",
            "readers",
            "readers",
            "age_group",
            _("Readers registered in the year, by age and kind."),
        ),
        OpenTable(
            "readers-by-library",
            "readers",
            "readers",
            "library",
            _("Readers registered in the year, by library."),
        ),
        OpenTable(
            "loans-by-month",
            "loans",
            "loans",
            "month",
            _("Copies lent in each month; a renewal counts as a loan."),
        ),
        OpenTable(
            "loans-by-subject",
            "loans",
            "loans",
            "subject_field",
            _("Copies lent, by the field of knowledge."),
        ),
        OpenTable(
            "loans-by-language",
            "loans",
            "loans",
            "language",
            _("Copies lent, by the language of the document."),
        ),
        OpenTable("loans-by-library", "loans", "loans", "library", _("Copies lent, by library.")),
        OpenTable("visits-by-month", "visits", "visits", "month", _("Visits in each month.")),
        OpenTable("visits-by-library", "visits", "visits", "library", _("Visits, by library.")),
        OpenTable("events-by-month", "events", "event_held", "month", _("Events held in each month.")),
        OpenTable(
            "events-by-direction",
            "events",
            "event_held",
            "direction",
            _("Events held, by the direction of work."),
        ),
        OpenTable("events-by-library", "events", "event_held", "library", _("Events held, by library.")),
        OpenTable(
            "stock-by-library", "stock", "stock", "library", _("Copies in stock on the last day, by library.")
        ),
        OpenTable(
            "stock-by-subject",
            "stock",
            "stock",
            "subject_field",
            _("Copies in stock on the last day, by the field of knowledge."),
        ),
        OpenTable(
            "stock-by-language",
            "stock",
            "stock",
            "language",
            _("Copies in stock on the last day, by language."),
        ),
        OpenTable(
            "new-copies-by-language",
            "stock",
            "intake",
            "language",
            _("Copies taken into the stock in the year, by language."),
        ),
    )
}

# The columns of every table: name -> meaning.
COLUMNS: dict[str, Text] = {
    "code": _(
        "the value as a code: a month, a library's code, a field; empty where the lines do not state it"
    ),
    "name_kk": _("the same in Kazakh"),
    "name_ru": _("the same in Russian"),
    "name_en": _("the same in English"),
    "quantity": _("how many; empty where a group of readers is too small to be told"),
}


def in_three(text: Text) -> Words:
    """A text in every language of the house."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(text)
    return found


def described(table: OpenTable) -> dict[str, object]:
    """A table's line of the data dictionary."""
    return {
        "name": table.name,
        "meaning": in_three(table.meaning),
        "counts": in_three(table.label),
        "by": in_three(table.by_label),
        "unit": in_three(table.unit),
        "measures": list(dict.fromkeys(term.measure for term in table.terms)),
        "formula": table.formula,
        "since": "the beginning" if table.is_level else "the first day of the year",
    }
