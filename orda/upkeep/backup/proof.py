"""What must be the same before and after: how many rows in each table, what `orda check` finds, how the plan stands."""

import datetime
from typing import Any

from django.db import connection

from orda.diary.proof import prove
from orda.network import clock
from orda.planning import queries as planning


def tables() -> list[str]:
    """The tables of the database as it is seen here, Django's own too."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in tables():
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
        return found


def proof(day: datetime.date | None = None) -> dict[str, Any]:
    """Plain data, to be compared: of the database at hand, as of a day (today)."""
    day = day or clock.today()
    findings = prove()
    return {
        "day": day.isoformat(),
        "tables": counts(),
        "check": {"found": dict(findings.counts), "named": findings.named},
        "plan": {str(year): _plan(year, day) for year in planning.years()},
    }


def _plan(year: int, day: datetime.date) -> dict[str, list[str]]:
    """Indicator -> plan, actual."""
    found = planning.status(year, as_of=planning.limited_to(year, day))
    return {row.key: [str(row.plan), str(row.actual)] for row in found.indicators}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """In words, the first ones; nothing where they are the same."""
    found = []
    for table in sorted({*before["tables"], *after["tables"]}):
        was, now = before["tables"].get(table), after["tables"].get(table)
        if was != now:
            found.append(f"{table} held {was} rows and holds {now}")
    if before["check"] != after["check"]:
        found.append(f"`orda check` found {before['check']['found']} and finds {after['check']['found']}")
    for year in sorted({*before["plan"], *after["plan"]}):
        was, now = before["plan"].get(year, {}), after["plan"].get(year, {})
        found += [
            f"plan {year}, {key}: {was.get(key)} and now {now.get(key)}"
            for key in sorted({*was, *now})
            if was.get(key) != now.get(key)
        ]
    return found[:10]
