"""Old backups are thinned: of each day, week and month the newest stays."""

import datetime

from orda.upkeep.backup.thinning import NAME, made_at, thin, to_keep


def nights(first: str, number: int) -> list[datetime.datetime]:
    start = datetime.datetime.fromisoformat(first)
    return [start + datetime.timedelta(days=day) for day in range(number)]


def test_days_weeks_and_months_are_kept():
    kept = sorted(to_keep(nights("2026-01-01T02:30", 334), 7, 5, 12))  # to 30 November, a Monday
    days = [f"{at:%m-%d}" for at in kept]
    assert days[-7:] == ["11-24", "11-25", "11-26", "11-27", "11-28", "11-29", "11-30"]
    assert [day for day in days if day < "11-24"] == [
        *("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31"),
        *("11-08", "11-15", "11-22"),  # with 29 and 30 November the last five weeks
    ]


def test_each_night_thinned_ends_at_the_same_as_thinned_once():
    """What is deleted one night is not missed on a later one."""
    kept: set[datetime.datetime] = set()
    for night in nights("2025-06-01T02:30", 500):
        kept = to_keep({*kept, night}, 7, 5, 12)
    months = {(at.year, at.month) for at in kept}
    assert len(months) == 12
    assert len(kept) <= 7 + 5 + 12


def test_the_newest_stays_whatever_is_asked():
    assert to_keep(nights("2026-01-01T02:30", 3), 0, 0, 0) == {datetime.datetime(2026, 1, 3, 2, 30)}


def test_what_is_no_backup_by_its_name_is_not_touched(tmp_path):
    names = [NAME.format(at) for at in nights("2026-01-01T02:30", 30)] + ["orda.tar.gz", "thesis.doc"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / NAME.format(datetime.datetime(2020, 1, 1))).mkdir()
    gone = thin(tmp_path, 2, 0, 0)
    assert len(gone) == 28
    left = {path.name for path in tmp_path.iterdir()}
    assert {"orda.tar.gz", "thesis.doc", "orda-20260130-023000.tar.gz", "orda-20260129-023000.tar.gz"} < left


def test_a_name_tells_when_it_was_made():
    at = datetime.datetime(2026, 11, 30, 2, 30, 1)
    assert made_at(NAME.format(at)) == made_at(NAME.format(at) + ".age") == at
    assert made_at("orda-20261330-023000.tar.gz") is None
