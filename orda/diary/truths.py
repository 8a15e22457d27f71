"""Truths that `orda check` proves beside the diary: each room says which of its rows break one.

A room declares it in its own `audit.py` (found by itself at the start), with the words of its finding:

    @truth("consents of nobody")
    def consents_of_nobody():
        for consent in Consent.objects.filter(signed_by=""):
            yield f"reader {consent.reader_id}: consent {consent.pk}"

A line names rows by number: what the command prints may lie in a log, so no person's name stands in it.
"""

from collections.abc import Callable, Iterable

from orda.diary.findings import Findings

Broken = Callable[[], Iterable[str]]

TRUTHS: dict[str, Broken] = {}


def truth(finding: str) -> Callable[[Broken], Broken]:
    """Registers what yields a line for each row that breaks a truth."""

    def keep(broken: Broken) -> Broken:
        TRUTHS[finding] = broken
        return broken

    return keep


def check_truths(findings: Findings) -> None:
    """Names every row that breaks a truth of any room."""
    for finding, broken in TRUTHS.items():
        for line in broken():
            findings.add(finding, line)
