"""orda messages: collect the strings people see, compile the translations."""

from typing import Any

from orda.console import OrdaCommand


class Command(OrdaCommand):
    help = "Collects new strings into the translations, compiles them and names those still missing."

    def handle(self, *args: Any, **options: Any) -> None:
        from orda.network import messages  # Babel is a developer's tool, not needed to run

        for language in messages.LANGUAGES:
            messages.update(language)
            messages.compile_(language)
            lacking = messages.missing(language)
            self.stdout.write(f"{language}: {len(lacking)} missing")
            for text in lacking:
                self.stdout.write(f"  {text}")
