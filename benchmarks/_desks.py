"""Desks that scan through HTTP, in a process of their own, so that they take little from what they measure.

Every answer is read whole and looked at: a wrong one ends the race. A label is never scanned twice in a row, because
the desk leaves out such an echo: each desk has readers and copies of its own, and gives back after it has lent others.
"""

import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.web import Visitor


@dataclass(frozen=True)
class Share:
    """What one desk works with: who is signed in, cards, copies (barcode, title as the page writes it)."""

    cookies: dict[str, str]
    cards: list[str]
    copies: list[tuple[str, str]]


class WrongAnswer(Exception):
    """The desk did something else than was asked."""


class _Desk:
    def __init__(self, address: str, share: Share) -> None:
        self.share, self.times = share, dict[str, list[float]](card=[], copy=[], back=[])
        self._visitor = Visitor(address, cookies=share.cookies)
        self._visitor.get("/desk/")

    def card(self, card: str) -> None:
        self._scan("card", card, f'data-card="{card}"')

    def lend(self, copy: tuple[str, str]) -> None:
        self._scan("copy", copy[0], 'data-act="loan"', f": {copy[1]}</p>")

    def take_back(self, copy: tuple[str, str]) -> None:
        self._scan("back", copy[0], 'data-act="return"', f": {copy[1]}</p>")

    def turns(self) -> list[tuple[str, tuple[str, str]]]:
        """A card and a copy for each loan; readers in turn, so that each has a few books by the end."""
        return list(zip(itertools.cycle(self.share.cards), self.share.copies, strict=False))

    def hang_up(self) -> None:
        self._visitor.hang_up()

    def _scan(self, kind: str, typed: str, *needed: str) -> None:
        began = time.perf_counter()
        said = self._visitor.scan(typed)
        self.times[kind].append((time.perf_counter() - began) * 1000)
        missing = [words for words in needed if words not in said]
        if missing:
            raise WrongAnswer(f"{typed}: no {missing} in {said[:800]}")


_opened: list[_Desk] = []


def open_desks(address: str, shares: Sequence[Share]) -> None:
    """Each with its page open and its sessions begun."""
    _opened[:] = [_Desk(address, share) for share in shares]
    for desk in _opened[::-1]:
        desk.card(desk.share.cards[-1])
    _forget()


def lend_all(desks: int) -> dict[str, Any]:
    """The first so many desks lend all they have, without a pause."""

    def lend(desk: _Desk) -> None:
        for card, copy in desk.turns():
            desk.card(card)
            desk.lend(copy)

    return _at_once(desks, lend)


def take_all_back(desks: int) -> dict[str, Any]:
    def take_back(desk: _Desk) -> None:
        for copy in desk.share.copies:
            desk.take_back(copy)

    return _at_once(desks, take_back)


def once_a_second(desks: int, seconds: int) -> dict[str, Any]:
    """A reader's card, loans, returns, each desk once a second from a moment of its own."""

    def work(desk: _Desk) -> None:
        copies = desk.share.copies[:4]
        acts: list[Callable[[], None]] = [lambda: desk.card(desk.share.cards[0])]
        acts += [lambda copy=copy: desk.lend(copy) for copy in copies]  # type: ignore[misc]
        acts += [lambda copy=copy: desk.take_back(copy) for copy in copies]  # type: ignore[misc]
        due = time.perf_counter() + random.random()
        for act in itertools.islice(itertools.cycle(acts), seconds):
            time.sleep(max(due - time.perf_counter(), 0))
            act()
            due += 1

    return _at_once(desks, work)


def _at_once(desks: int, work: Callable[[_Desk], None]) -> dict[str, Any]:
    """{kind of scan: ms of each answer, "seconds": of all together, "processor": ms that we took ourselves}."""
    ready, wrong = threading.Barrier(desks + 1), list[BaseException]()

    def one(desk: _Desk) -> None:
        desk.hang_up()  # the server may have ended what was idle
        ready.wait()
        try:
            work(desk)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=one, args=(desk,)) for desk in _opened[:desks]]
    for thread in threads:
        thread.start()
    ready.wait()
    began, processor = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    if wrong:
        raise wrong[0]
    return {**_forget(), "seconds": seconds, "processor": processor * 1000}


def _forget() -> dict[str, list[float]]:
    """The times of every desk, which begin anew."""
    found: dict[str, list[float]] = {
        kind: [ms for desk in _opened for ms in desk.times[kind]] for kind in ("card", "copy", "back")
    }
    for desk in _opened:
        desk.times = {kind: [] for kind in found}
    return found
