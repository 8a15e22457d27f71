"""`orda words`: how the search reads words, for who judges it."""

import json
import sys
from typing import Any

from orda.console import OrdaCommand
from orda.search.words import all_stems, words


class Command(OrdaCommand):
    help = "Reads a word a line from standard input, writes what the index would hold of it, a JSON object a line."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in sys.stdin:
            word = line.strip()
            if word:
                tokens = sorted(set(all_stems(words(word))))
                self.stdout.write(json.dumps({"word": word, "tokens": tokens}, ensure_ascii=False))
