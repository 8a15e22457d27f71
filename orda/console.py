"""The `orda` command: Django's commands under the product's name, with one way to refuse bad input."""

import datetime
import errno
import os
import pwd
import sys
from argparse import ArgumentTypeError
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orda.settings")
    from django.core.management import execute_from_command_line

    try:
        _read_settings()
    except OSError as error:  # the data folder can't be made, read or written
        sys.stderr.write(f"orda: {_folder_not_usable(error)}\n")
        sys.exit(2)
    execute_from_command_line(["orda", *sys.argv[1:]])


def _read_settings() -> None:
    """Raises OSError where this user may not keep the house's data."""
    from orda.settings import DATA_DIR

    if not os.access(DATA_DIR, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(DATA_DIR))


def _folder_not_usable(error: OSError) -> str:
    what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    if not isinstance(error, PermissionError):
        return what
    return f"{what}; {_user()} may not keep Orda's data there. Run it as the user whose the data folder is"


def _user() -> str:
    try:
        return f"user {pwd.getpwuid(os.geteuid()).pw_name}"
    except KeyError:
        return f"user {os.geteuid()}"


class BadInput(CommandError):
    """What was typed can't be done; the message says why in one line. Exit code 2."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message), returncode=2)


class _OneLineParser(CommandParser):
    def error(self, message: str) -> NoReturn:
        if self.called_from_command_line:
            self.exit(2, f"{self.prog}: {message}\n")
        raise BadInput(message)


class OrdaCommand(BaseCommand):
    """Base of Orda's own commands: bad input gives one line on stderr and exit code 2, never a traceback."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = _OneLineParser(
            prog=f"{os.path.basename(prog_name)} {subcommand}",
            description=self.help or None,
            missing_args_message=getattr(self, "missing_args_message", None),
            called_from_command_line=getattr(self, "_called_from_command_line", None),
            **kwargs,
        )
        self.add_base_argument(parser, "--settings", help="Python path to a settings module.")
        self.add_base_argument(parser, "--pythonpath", help="A folder to add to the Python path.")
        for option, values in (("-v", {"type": int, "choices": [0, 1, 2, 3], "default": 1}),):
            self.add_base_argument(parser, option, "--verbosity", help="How much to say.", **values)
        for flag in ("--traceback", "--no-color", "--force-color", "--skip-checks"):
            self.add_base_argument(parser, flag, action="store_true", help="As in Django.")
        self.add_arguments(parser)
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        from orda.network.refusals import Refusal

        self._called_from_command_line = True
        try:
            _refuse_what_is_no_text(argv)
            options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
            args = options.pop("args", ())
            self.execute(*args, **options)
        except (CommandError, Refusal, ObjectDoesNotExist) as error:
            self._say_and_leave(argv[1], error)
        except (OperationalError, ProgrammingError) as error:
            self._say_and_leave(argv[1], database_not_ready(error))
        except PermissionError as error:
            self._say_and_leave(argv[1], BadInput(_folder_not_usable(error)))
        except KeyboardInterrupt:
            sys.exit(130)

    def _say_and_leave(self, subcommand: str, error: Exception) -> NoReturn:
        line = " ".join(str(error).split())
        sys.stderr.write(f"orda {subcommand}: {line}\n")
        sys.exit(getattr(error, "returncode", 2) if isinstance(error, BadInput) else 2)


def _refuse_what_is_no_text(argv: list[str]) -> None:
    for place, word in enumerate(argv[2:], start=1):
        if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in word):
            raise BadInput(f"argument {place} is not text in UTF-8")


def database_not_ready(error: Exception) -> BadInput:
    """The ways in which a database is not there yet, or not this user's; anything else is raised again."""
    said = str(error)
    if "no such table" in said or "relation" in said:
        return BadInput("the database has no tables yet: run `orda migrate` first")
    if "readonly database" in said:
        return BadInput(f"{_user()} may not write the database; run it as the user whose it is")
    if isinstance(error, OperationalError) and ("connection" in said or "unable to open" in said):
        return BadInput(f"the database can't be reached: {said}")
    raise error


def a_date(text: str) -> datetime.date:
    """A date argument, YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a date; write it as YYYY-MM-DD") from None


if __name__ == "__main__":
    main()
