"""How well and how fast Kazakh is read, by sets that others made (orda/search/tests/sets/README.md).

"Met": words that meet their dictionary word; "false": dictionary words, or hard pairs of them, that meet though they
are different. Half b of the text was never looked at by who wrote the rules.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import Aim, say


def run() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    from orda.search.words import stems

    stems("кітап")
    say("the first word of a process", (time.perf_counter() - began) * 1000, "ms")
    say(
        "memory that the lexicon takes",
        (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3,
        "MB",
    )
    say("start of a program that reads no word", _empty_start(), "ms")
    _right()
    _speed(stems)


def _empty_start() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import orda.search.words"], check=True)
    return (time.perf_counter() - began) * 1000


def _right() -> None:
    from orda.search.tests import judged

    met, false = Aim(97, at_least=True), Aim(3)
    for name, found in {
        "dictionary, forms of nouns": judged.dictionary(),
        "running text, nominals": judged.running_text(),
        "running text, nominals, half b": judged.running_text("b"),
    }.items():
        say(f"{name}: met", found.meet, "%", note=f"of {found.words:,}", aim=met)
        say(f"{name}: false", found.apart, "%", note=f"of {found.lemmas:,} words", aim=false)
    every = judged.running_text(nominals=False)
    say("running text, every word: met", every.meet, "%", note=f"of {every.words:,}")
    say("running text, every word: false", every.apart, "%", note=f"of {every.lemmas:,} words")
    pairs = judged.hard_pairs()
    wrong = 100 * sum(judged.meet(*pair) for pair in pairs) / len(pairs)
    say("one word begins with another: false", wrong, "%", note=f"of {len(pairs):,} pairs", aim=Aim(2))


def _speed(stems: Callable[[str], frozenset[str]]) -> None:
    from orda.search.tests import judged

    text, forms = judged.text_words(), judged.all_forms()
    random.Random(1).shuffle(text)
    aim = Aim(200_000, at_least=True)
    stems.cache_clear()  # type: ignore[attr-defined]
    say("running text, as it comes", _rate(stems, text), "words/s", note=f"{len(text):,} words", aim=aim)
    bare = stems.__wrapped__  # type: ignore[attr-defined]
    say("running text, nothing remembered", max(_rate(bare, text) for _ in range(5)), "words/s")
    say("long forms of nouns, each new", max(_rate(bare, forms) for _ in range(5)), "words/s")


def _rate(read: Callable[[str], object], words: Sequence[str]) -> float:
    began = time.process_time()  # others may be at work on the machine
    for word in words:
        read(word)
    return len(words) / (time.process_time() - began)
