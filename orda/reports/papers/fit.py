"""How wide each column of a table is and how large its letters: so that no word is parted at a line's end.

A parted word ("жос-пар") is found by no search, and Kazakh has no rules of parting that a program knows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orda.reports.papers.paper import Table, shown

PAGE = 261.0  # mm between the margins of a page on its side
PADDING = 3.2  # mm on both sides of a cell's words, with the line
LARGEST, SMALLEST = 10.0, 6.0  # pt
POINT = 0.3528  # mm
BOLD = 1.09
# A word longer than this (an address of the net) may be parted: no column is widened for it.
LONGEST = 26

# Hundredths of the letter's size, as Libertinus Serif has them and Times nearly so.
_WIDTHS = {
    25: "'|,.:; ljiіі!\\()IІ{}",
    36: 'f/Jt"-[]*r`sz',
    44: "гғcсзeеётэә?",
    49: "aа#$0123456789ьвяFSbxхбgoqvкоқөГҒ",
    54: "dkpyруLulлPhn«»дчһР+<=>–−",
    59: "EъңЕЁЗЬYұүҰҮцБЯBRийнпВУTZТ",
    65: "КЭЛҚ%KӘCVСЧUXфДХҺПФЦмM",
    72: "GADNOQАОҢӨ&жИЙыЪHюН—w…",
    86: "mЫMМшщЖ@Ю№WШЩ",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 62
# Where a line may end: after a space or a hyphen inside a word. A no-break space holds a number together.
_ENDS = re.compile("(?<=[-–/])|[ \t\n]+")


@dataclass(frozen=True)
class Layout:
    """The columns' widths in mm, and the size of the letters in pt."""

    widths: tuple[float, ...]
    size: float


def layout(table: Table, language: str) -> Layout:
    """The largest letters with which every word stands whole, and the columns that it takes."""
    wanted = 8.0 if table.columns > 12 else 9.0 if table.columns > 7 else LARGEST
    needs = _needs(table, language)  # mm at 1 pt
    size = wanted
    while size > SMALLEST and sum(need * size + PADDING for need in needs) > PAGE:
        size -= 0.25
    least = [need * size + PADDING for need in needs]
    return Layout(tuple(_shared(least, _shares(table, language, size))), size)


def width_of(text: str, *, bold: bool = False) -> float:
    """A text's width in mm, at a size of 1 pt."""
    letters = sum(_WIDTH_OF.get(letter, _OTHER) for letter in text)
    return letters / 100 * POINT * (BOLD if bold else 1)


def _needs(table: Table, language: str) -> list[float]:
    """What the longest word of each column takes; of a head over several columns each gives its part."""
    needs = [0.0] * table.columns
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            text = shown(cell, language, table.digits(place))
            needs[place] = max(needs[place], _longest(text, bold=row.bold))
    for column, wide, text in _heads(table):
        need, known = _longest(text, bold=True), sum(needs[column : column + wide])
        if need > known:
            for place in range(column, column + wide):
                needs[place] += (need - known) / wide
    return needs


def _longest(text: str, *, bold: bool) -> float:
    words = [word for word in _ENDS.split(text) if len(word) <= LONGEST]
    return max((width_of(word, bold=bold) for word in words), default=0.0)


def _heads(table: Table) -> list[tuple[int, int, str]]:
    """(first column, how many, words) of each head, the narrow ones first."""
    found, taken = [], set()
    for level, heads in enumerate(table.heads):
        column = 0
        for head in heads:
            while (level, column) in taken:
                column += 1
            taken |= {
                (level + down, column + right) for down in range(head.rows) for right in range(head.columns)
            }
            found.append((column, head.columns, head.text))
            column += head.columns
    return sorted(found, key=lambda one: one[1])


def _shares(table: Table, language: str, size: float) -> list[float]:
    """The columns as the paper asks for them; without a wish the first as wide as its words (half a page at most),
    the others alike."""
    if table.widths:
        return [float(one) for one in table.widths]
    if table.columns == 1:
        return [1.0]
    words = [width_of(shown(row.cells[0], language)) for row in table.rows]
    words += [width_of(text, bold=True) for column, wide, text in _heads(table) if (column, wide) == (0, 1)]
    first = max(words, default=0.0)
    first = min(first * size + PADDING, PAGE / 2)
    return [first, *([(PAGE - first) / (table.columns - 1)] * (table.columns - 1))]


def _shared(least: Sequence[float], shares: Sequence[float]) -> list[float]:
    """The page parted by shares, none below its least; what is missing is taken from those that have more."""
    widths = [0.0] * len(least)
    free, left = set(range(len(least))), PAGE
    while free:
        whole = sum(shares[place] for place in free)
        small = {place for place in free if left * shares[place] / whole < least[place]}
        if not small or small == free:
            for place in free:
                part = shares[place] / whole if not small else least[place] / sum(least[one] for one in free)
                widths[place] = left * part
            return widths
        for place in small:
            widths[place] = least[place]
        left -= sum(least[place] for place in small)
        free -= small
    return widths
