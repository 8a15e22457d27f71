"""Find where the plan contradicts itself. Every check runs on any plan folder and gives both numbers.

Nothing is mended: figures stay as printed and the note stands beside them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from orda.planning.indicators.declared import RATES, total_of
from orda.planning.loading import wording
from orda.planning.loading.plan_files import Row, Tables
from orda.planning.loading.wording import Words, named, same


@dataclass(frozen=True)
class Note:
    """A contradiction: the table, the year of its figures, the words, and the indicator's cell it touches."""

    table: str
    year: int
    text: Words
    indicator: str = ""
    cohort: str = ""


@dataclass(frozen=True)
class _Cell:
    key: str
    of_which_of: str
    amount: int


Check = Callable[[Tables, int], Iterator[Note]]
CONTENT = ("social", "science", "technology", "art_sport", "fiction_philology")
COHORTS = ("children", "public")


def quarters_give_the_year(tables: Tables, year: int) -> Iterator[Note]:
    for row in tables["control_indicators"]:
        quarters = [row.figures[f"plan_{year}_q{n}"] for n in range(1, 5)]
        printed = row.figures[f"plan_{year}_year"]
        known = [value for value in quarters if value is not None]
        if printed is not None and len(known) == 4 and sum(known) != printed:
            yield _control(row, year, wording.QUARTERS, same(year), found=sum(known), printed=printed)


def of_which_fits_its_row(tables: Tables, year: int) -> Iterator[Note]:
    rows = {row.key("indicator", "cohort"): row for row in tables["control_indicators"]}
    for row in rows.values():
        parent = rows.get((row.texts["of_which_of"], row.texts["cohort"]))
        for column, value in row.figures.items() if parent else ():
            whole = parent.figures[column] if parent else None
            if value is not None and whole is not None and value > whole:
                period = _column(column)
                yield _control(row, _year_of(column), wording.OF_WHICH, period, found=value, printed=whole)


def rates_follow_their_counts(tables: Tables, year: int) -> Iterator[Note]:
    """A printed rate is its formula rounded half up to the digits that are printed."""
    rows = {row.key("indicator", "cohort"): row for row in tables["control_indicators"]}
    for row in rows.values():
        rate = RATES.get(row.texts["indicator"])
        over = rate and rows.get((rate.numerator, row.texts["cohort"]))
        under = rate and rows.get((rate.denominator, row.texts["cohort"]))
        if not (rate and over and under):
            continue
        for column, printed in row.figures.items():
            a, b = over.figures[column], under.figures[column]
            if printed is None or a is None or not b:
                continue
            found = (a * rate.scale / b).quantize(printed, ROUND_HALF_UP)
            if found != printed:
                period = _column(column)
                yield _control(row, _year_of(column), wording.RATE, period, found=found, printed=printed)


def reader_groups_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    rows = tables["reader_groups"]
    for column in (f"actual_{year - 1}", f"plan_{year}"):
        cells = [
            _Cell(row.texts["group"], row.texts["of_which_of"], int(row.figures[column] or 0)) for row in rows
        ]
        printed = next((cell.amount for cell in cells if cell.key == "total-as-printed"), None)
        groups = [cell for cell in cells if cell.key != "total-as-printed" and not cell.of_which_of]
        inside = sum(cell.amount for cell in cells if cell.of_which_of)
        if printed is not None and total_of(groups) != printed:
            text = wording.GROUPS.with_(
                wording.TABLES["reader_groups"] + _column(column),
                found=total_of(groups),
                printed=printed,
                inside=inside,
            )
            yield Note("reader_groups", _year_of(column), text, "readers")


def reader_groups_agree_with_readers(tables: Tables, year: int) -> Iterator[Note]:
    readers = [row for row in tables["control_indicators"] if row.texts["indicator"] == "readers"]
    totals = [row for row in tables["reader_groups"] if row.texts["group"] == "total-as-printed"]
    for here, there in ((f"actual_{year - 1}", f"actual_{year - 1}"), (f"plan_{year}", f"plan_{year}_year")):
        printed = sum(row.figures[there] or 0 for row in readers)
        for row in totals:
            found = row.figures[here]
            if found is not None and readers and found != printed:
                yield _elsewhere("reader_groups", here, "control_indicators", found, printed, "readers")


def reader_of_which_fits_its_group(tables: Tables, year: int) -> Iterator[Note]:
    rows = {row.texts["group"]: row for row in tables["reader_groups"]}
    for row in rows.values():
        parent = rows.get(row.texts["of_which_of"])
        for column, value in row.figures.items() if parent else ():
            whole = parent.figures[column] if parent else None
            if value is not None and whole is not None and value > whole:
                what = wording.TABLES["reader_groups"] + named(row.texts["of_which_of"]) + _column(column)
                text = wording.OF_WHICH.with_(what, found=value, printed=whole)
                yield Note("reader_groups", _year_of(column), text, "readers")


def acquisition_contents_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    cells = _acquisition(tables)
    for scope, language, funding, field in cells:
        if field != "total":
            continue
        for column in (f"received_{year - 1}", f"plan_{year}"):
            parts = [cells.get((scope, language, funding, one), {}).get(column) for one in CONTENT]
            printed = cells[scope, language, funding, field][column]
            found = sum(part or 0 for part in parts)
            if printed is not None and found != printed and any(part is not None for part in parts):
                what = _acquired(scope, language, funding) + _column(column)
                yield _acquisition_note(column, wording.PARTS.with_(what, found=found, printed=printed))


def acquisition_cohorts_give_the_network(tables: Tables, year: int) -> Iterator[Note]:
    cells = _acquisition(tables)
    for (scope, language, funding, field), figures in cells.items():
        parts = [cells.get((cohort, language, funding, field)) for cohort in COHORTS]
        if scope != "network" or None in parts:
            continue
        for column, printed in figures.items():
            found = sum((part or {}).get(column) or 0 for part in parts)
            if printed is not None and found != printed:
                what = _acquired("", language, funding) + named(field) + _column(column)
                text = wording.COHORTS.with_(what, found=found, printed=printed)
                touches = language == funding == "all" and field == "total"
                yield _acquisition_note(column, text, "renewal_rate" if touches else "")


def acquisition_part_fits_the_whole(tables: Tables, year: int) -> Iterator[Note]:
    """Copies in Kazakh, and copies from the budget, are an "of which" of all copies."""
    cells = _acquisition(tables)
    for (scope, language, funding, field), figures in cells.items():
        wider = {(scope, "all", funding, field), (scope, language, "all", field)}
        for whole in sorted(wider - {(scope, language, funding, field)}):
            for column, value in figures.items():
                most = cells.get(whole, {}).get(column)
                if value is not None and most is not None and value > most:
                    what = _acquired(scope, language, funding) + named(field) + _column(column)
                    text = wording.OF_WHICH.with_(what, found=value, printed=most)
                    yield _acquisition_note(column, text)


def stock_movement_adds_up(tables: Tables, year: int) -> Iterator[Note]:
    rows = {row.key("language", "row"): row.figures for row in tables["stock_movement"]}
    for language in dict.fromkeys(language for language, _row in rows):
        start, come, gone, end = (
            rows.get((language, name))
            for name in (f"start_{year - 1}", f"intake_{year}", f"withdrawal_{year}", f"end_{year}")
        )
        if not (start and come and gone and end):
            continue
        for field in ("total", *CONTENT):
            found = (start[field] or 0) + (come[field] or 0) - (gone[field] or 0)
            if end[field] is not None and found != end[field]:
                what = wording.TABLES["stock_movement"] + named(language) + named(field)
                text = wording.MOVEMENT.with_(what, found=found, printed=end[field])
                yield Note("stock_movement", year, text, "turnover" if language == "all" else "")


def contents_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    for table, columns in (("stock_movement", ("language", "row")), ("withdrawal_plan", ("scope",))):
        for row in tables[table]:
            printed = row.figures["total"]
            found = sum(row.figures[field] or 0 for field in CONTENT)
            if printed is not None and found != printed:
                what = wording.TABLES[table]
                for column in columns:
                    what += named(row.texts[column])
                yield Note(table, year, wording.PARTS.with_(what, found=found, printed=printed))


def intake_agrees_with_acquisition(tables: Tables, year: int) -> Iterator[Note]:
    cells = _acquisition(tables)
    for row in tables["stock_movement"]:
        language = row.texts["language"]
        for field in ("total", *CONTENT) if row.texts["row"] == f"intake_{year}" else ():
            found = row.figures[field]
            printed = cells.get(("network", language, "all", field), {}).get(f"plan_{year}")
            if found is not None and printed is not None and found != printed:
                what = wording.TABLES["stock_movement"] + named("intake") + named(language) + named(field)
                text = wording.elsewhere("acquisition_plan", what, found=found, printed=printed)
                yield Note("stock_movement", year, text)


def withdrawal_agrees_with_movement(tables: Tables, year: int) -> Iterator[Note]:
    planned = {row.texts["scope"]: row.figures["total"] for row in tables["withdrawal_plan"]}
    moved = {row.key("language", "row"): row.figures["total"] for row in tables["stock_movement"]}
    found, printed = planned.get("network"), moved.get(("all", f"withdrawal_{year}"))
    if found is not None and printed is not None and found != printed:
        yield _elsewhere("withdrawal_plan", f"plan_{year}", "stock_movement", found, printed, "turnover")


def references_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    """Virtual references are an "of which" of all, not a fifth kind."""
    rows = {row.texts["type"]: row.figures["total"] for row in tables["reference_plan"]}
    printed = rows.get("all")
    found = sum(value or 0 for kind, value in rows.items() if kind not in ("all", "virtual"))
    if printed is not None and found != printed:
        what = wording.TABLES["reference_plan"] + same(year)
        yield Note("reference_plan", year, wording.PARTS.with_(what, found=found, printed=printed))


def social_cohorts_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    rows = {row.key("network", "group"): row.figures for row in tables["social_media"]}
    for (site, group), figures in rows.items():
        parts = [rows.get((site, cohort)) for cohort in COHORTS]
        for column, printed in figures.items() if group == "total" and None not in parts else ():
            found = sum((part or {}).get(column) or 0 for part in parts)
            if printed is not None and found != printed:
                what = wording.TABLES["social_media"] + same(site) + _column(column)
                text = wording.COHORTS.with_(what, found=found, printed=printed)
                yield Note("social_media", _year_of(column), text)


def media_levels_add_up(tables: Tables, year: int) -> Iterator[Note]:
    """Articles and stories make the total of a level, levels make "all", and the plan is that of the total."""
    rows = {row.texts["level"]: row.figures for row in tables.get("media_plan", ())}
    for level, figures in rows.items():
        what = wording.TABLES["media_plan"] + named(f"media_{level}")
        printed, found = figures["total"], (figures["articles"] or 0) + (figures["tv"] or 0)
        if printed is not None and found != printed:
            yield Note("media_plan", year, wording.PARTS.with_(what, found=found, printed=printed))
        planned = figures[f"plan_{year}"]
        if planned is not None and printed is not None and planned != printed:
            yield Note("media_plan", year, wording.PLANNED.with_(what, found=printed, printed=planned))
    for column, printed in rows.get("all", {}).items():
        found = sum(figures[column] or 0 for level, figures in rows.items() if level != "all")
        if printed is not None and found != printed:
            what = wording.TABLES["media_plan"] + same(column)
            yield Note("media_plan", year, wording.PARTS.with_(what, found=found, printed=printed))


def wireless_branches_give_the_total(tables: Tables, year: int) -> Iterator[Note]:
    rows = {row.texts["branch"]: row.figures["wifi"] for row in tables.get("internet", ())}
    printed = rows.pop("total", None)
    found = sum(value or 0 for value in rows.values())
    if printed is not None and found != printed:
        what = wording.TABLES["internet"] + same("Wi-Fi")
        yield Note("internet", year, wording.PARTS.with_(what, found=found, printed=printed))


CHECKS: tuple[Check, ...] = (
    quarters_give_the_year,
    of_which_fits_its_row,
    rates_follow_their_counts,
    reader_groups_give_the_total,
    reader_groups_agree_with_readers,
    reader_of_which_fits_its_group,
    acquisition_contents_give_the_total,
    acquisition_cohorts_give_the_network,
    acquisition_part_fits_the_whole,
    stock_movement_adds_up,
    contents_give_the_total,
    intake_agrees_with_acquisition,
    withdrawal_agrees_with_movement,
    references_give_the_total,
    social_cohorts_give_the_total,
    media_levels_add_up,
    wireless_branches_give_the_total,
)


def notes_on(tables: Tables, year: int) -> list[Note]:
    """Every contradiction the checks find, in the order of the plan's tables."""
    return [note for check in CHECKS for note in check(tables, year)]


def _control(row: Row, year: int, words: Words, period: Words, **numbers: Decimal | int) -> Note:
    indicator, cohort = row.key("indicator", "cohort")
    what = named(indicator) + named(cohort) + period
    return Note("control_indicators", year, words.with_(what, **numbers), indicator, cohort)


def _elsewhere(
    table: str, column: str, other: str, found: Decimal, printed: Decimal | int, indicator: str
) -> Note:
    what = wording.TABLES[table] + _column(column)
    text = wording.elsewhere(other, what, found=found, printed=printed)
    return Note(table, _year_of(column), text, indicator)


Cells = Mapping[tuple[str, ...], Mapping[str, Decimal | None]]


def _acquisition(tables: Tables) -> Cells:
    rows: Sequence[Row] = tables["acquisition_plan"]
    return {row.key("scope", "language", "funding", "subject_field"): row.figures for row in rows}


def _acquired(scope: str, language: str, funding: str) -> Words:
    what = wording.TABLES["acquisition_plan"]
    what = what + named(scope) if scope else what
    what = what + named(language)
    return what + named(funding) if funding != "all" else what


def _acquisition_note(column: str, text: Words, indicator: str = "") -> Note:
    return Note("acquisition_plan", _year_of(column), text, indicator)


def _year_of(column: str) -> int:
    return int(column.split("_")[1])


def _column(column: str) -> Words:
    """plan_2024_q1 -> "2024, plan, quarter I"."""
    what, year, *quarter = column.split("_")
    words = same(year) + named(what)
    return words + named(quarter[0]) if quarter and quarter[0] != "year" else words
