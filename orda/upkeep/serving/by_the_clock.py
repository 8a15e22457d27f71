"""The night's work without a timetable of the machine: `python -m orda.upkeep.serving.by_the_clock HH:MM ZONE`.

Started by `orda serve` where ORDA_NIGHTLY_AT is set. Night after night it runs `orda nightly`, which does no harm when
it runs again; one that went wrong or was killed is tried again. Knows nothing of Django: what breaks is the command.
"""

import datetime
import subprocess
import sys
import time
from zoneinfo import ZoneInfo

from orda.network.supervisor import end_with_the_parent, why

TRIES = 5
BETWEEN = 600  # seconds
LONGEST = 6 * 3600  # seconds: a night's work that hangs is ended
LOOK = 20  # seconds: a machine's clock may be set, or the machine may sleep


def next_time(now: datetime.datetime, at: datetime.time) -> datetime.datetime:
    """The first moment after `now` that shows this hour."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + datetime.timedelta(days=1)


def run(command: list[str], tries: int = TRIES, between: float = BETWEEN) -> bool:
    """Runs it until it ends well; whether it did."""
    for attempt in range(1, tries + 1):
        try:
            code = subprocess.run(command, timeout=LONGEST).returncode
            said = why(code)
        except subprocess.TimeoutExpired:
            code, said = 1, "took too long"
        if code == 0:
            return True
        again = f"; tried again in {between:g} s" if attempt < tries else ""
        print(f"orda: nightly ended ({said}){again}", file=sys.stderr, flush=True)
        if attempt < tries:
            time.sleep(between)
    return False


def main() -> None:
    end_with_the_parent()
    at, zone = datetime.time.fromisoformat(sys.argv[1]), ZoneInfo(sys.argv[2])
    while True:
        due = next_time(datetime.datetime.now(zone), at)
        while datetime.datetime.now(zone) < due:
            time.sleep(LOOK)
        run([sys.executable, "-m", "orda.console", "nightly"])


if __name__ == "__main__":
    main()
