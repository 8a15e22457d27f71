"""In the night a backup is made, where the setting says where to. It notes a run of its own."""

from collections.abc import Iterator
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from orda.network.night import every_night


@every_night("backup")
def backup() -> Iterator[str]:
    if settings.BACKUP_FOLDER:
        said = StringIO()
        call_command("backup", stdout=said)
        yield from said.getvalue().splitlines()
