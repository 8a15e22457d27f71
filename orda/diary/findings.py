"""What an audit found: differences by kind, the first of each named, all of them counted."""

from collections import Counter
from dataclasses import dataclass, field

NAMED = 50


@dataclass
class Findings:
    """`audited`: what was compared -> how many. `named`: kind of difference -> its first lines."""

    audited: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, line: str) -> None:
        self.counts[kind] += 1
        lines = self.named.setdefault(kind, [])
        if len(lines) < NAMED:
            lines.append(line)

    @property
    def clean(self) -> bool:
        return not self.counts
