"""`orda check`: proves that the diary and the acts say the same. Exit 0 when clean, 1 when not."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser, SystemCheckError
from django.core.management.commands.check import Command as SettingsCheck

from orda.console import OrdaCommand
from orda.diary.findings import Findings
from orda.diary.proof import prove


class Command(OrdaCommand):
    help = "Prove that the diary holds exactly what the acts say, both ways, and that its totals add up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--deploy",
            action="store_true",
            help="Check the settings for a real installation instead (Django's own check).",
        )

    def handle(self, *args: Any, deploy: bool, **options: Any) -> None:
        if deploy:
            self._check_settings()
            return
        findings = prove()
        for what, count in findings.audited.items():
            self.stdout.write(f"{count:>12,}  {what}")
        if findings.clean:
            self.stdout.write("clean")
            return
        self._say(findings)
        sys.exit(1)

    def _check_settings(self) -> None:
        try:
            call_command(SettingsCheck(), deploy=True, fail_level="WARNING", stdout=self.stdout)
        except SystemCheckError as found:
            self.stdout.write(str(found))
            sys.exit(1)

    def _say(self, findings: Findings) -> None:
        for kind, count in findings.counts.items():
            self.stdout.write(f"{kind}: {count:,}")
            for line in findings.named[kind]:
                self.stdout.write(f"  {line}")
            if count > len(findings.named[kind]):
                self.stdout.write(f"  … and {count - len(findings.named[kind]):,} more")
