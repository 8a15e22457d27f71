"""`orda backup FOLDER`: all that an installation keeps, in one file, while it works."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network import runs
from orda.upkeep.backup import archive
from orda.upkeep.backup.making import make
from orda.upkeep.backup.refusals import NoFolder
from orda.upkeep.backup.thinning import thin


class Command(OrdaCommand):
    help = (
        "Copy away database, evidence and photographs, in one file. At any time: the house works meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="Without it, the folder of ORDA_BACKUP_FOLDER."
        )
        parser.add_argument(
            "--to", action="append", metavar="age1…", help="Encrypt: for whom. Without it, ORDA_BACKUP_TO."
        )
        parser.add_argument("--plain", action="store_true", help="Don't encrypt, whatever the settings say.")
        parser.add_argument(
            "--keys",
            choices=["with", "without"],
            help="Keys and settings of the installation. By itself: with them where it is encrypted.",
        )
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="Make a pair of keys instead: the secret one goes into FILE.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"] is not None:
            self._new_key(options["new_key"])
            return
        own = settings.BACKUP_FOLDER
        folder = options["folder"] or (Path(own) if own else None)
        if folder is None:
            raise NoFolder
        recipients = [] if options["plain"] else options["to"] or settings.BACKUP_TO
        archive.refuse_what_is_no_key(recipients)
        with_keys = bool(recipients) if options["keys"] is None else options["keys"] == "with"
        by_setting = bool(own) and folder.resolve() == Path(own).resolve()
        keep = _keep() if by_setting else None
        with runs.noted(runs.BACKUP, faults=by_setting) as told:
            try:
                made = make(folder, recipients=recipients, with_keys=with_keys)
            except OSError as error:
                raise BadInput(f"{error.filename or folder}: {error.strerror or error}") from None
            told.said = f"{made.path}: {made.size / 1e6:,.1f} MB, {made.rows:,} rows, {made.files:,} files"
            if made.found:
                told.said += "; `orda check` finds faults in it"
        self.stdout.write(told.said)
        for name in made.lost:
            self.stdout.write(f"deleted meanwhile, and not in it: {name}")
        if not with_keys:
            self.stdout.write("without keys: keep secret_key (or ORDA_SECRET_KEY, ORDA_PERSONAL_KEY) apart")
        if keep is not None:
            for path in thin(folder, *keep):
                self.stdout.write(f"no longer kept: {path.name}")

    def _new_key(self, path: Path) -> None:
        secret, public = archive.new_key()
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(f"# public key: {public}\n{secret}\n")
        except OSError as error:
            raise BadInput(f"{path}: {error.strerror}") from None
        self.stdout.write(f"ORDA_BACKUP_TO={public}")
        self.stdout.write(f"{path} alone opens these backups: keep it apart from this machine, twice")


def _keep() -> tuple[int, int, int]:
    words = settings.BACKUP_KEEP.split(",")
    if len(words) != 3 or not all(word.strip().isdecimal() for word in words):
        raise BadInput(
            f"ORDA_BACKUP_KEEP is '{settings.BACKUP_KEEP}'; write days, weeks and months like 7,5,12"
        )
    days, weeks, months = map(int, words)
    return days, weeks, months
