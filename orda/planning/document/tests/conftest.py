import datetime

import pytest

from orda.events.services import load_planned_events
from orda.network.models import Role, Unit
from orda.planning.document.queries import lines_of
from orda.planning.models import Line, Plan


@pytest.fixture
def the_plan(city, plan) -> Plan:
    load_planned_events()
    return Plan.objects.get(year=2024)


@pytest.fixture
def branch(city) -> Unit:
    return Unit.objects.get(code="11б")


@pytest.fixture
def methodologist(staff_of):
    return staff_of(Role.METHODOLOGIST, Unit.objects.get(code="OKJ"))


def line(key: str, cohort: str = "") -> Line:
    return Line.objects.get(plan__year=2024, key=key, cohort=cohort)


def actual(key: str, cohort: str = "", as_of: datetime.date | None = None):
    found = line(key, cohort)
    (status,) = lines_of(found.plan, as_of, [found])
    return status.actual
