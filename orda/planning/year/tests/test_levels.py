"""A region's page tells networks apart, a network's page libraries; the numbers are the same."""

import pytest
from django.urls import reverse

from orda.network.models import Unit
from orda.network.services import add_unit
from orda.planning import queries
from orda.planning.year.counts import ReadTogether


@pytest.fixture
def region(plan, count):
    """A region of two networks with three libraries each, and work in all of them in both years."""
    top = _unit("region", "region", None)
    for n in range(2):
        network = _unit("network", f"net-{n}", top)
        for m in range(3):
            library = _unit("library", f"lib-{n}-{m}", network, cohort="children" if m else "public")
            for year in (2023, 2024):
                count(library, "visit", 10 * n + m + 1, f"{year}-03-04", act_id=year)
                count(library, "loan", 5, f"{year}-03-04", act_id=year, document_kind="electronic_document")
    return top


def _unit(kind, code, parent, **more):
    return add_unit(kind=kind, code=code, name_kk=code, name_ru=code, name_en=code, parent=parent, **more)


def test_a_region_parts_into_its_networks_and_a_network_into_its_libraries(region):
    assert [one.unit.code for one in queries.plan_year(2024, under=region).branches("", region)] == [
        "net-0",
        "net-1",
    ]
    network = Unit.objects.get(code="net-1")
    found = queries.plan_year(2024, under=network).branches("children", network)
    assert [one.unit.code for one in found] == ["lib-1-1", "lib-1-2"]


@pytest.mark.parametrize("cohort", ["", "children", "public"])
@pytest.mark.parametrize("code", ["region", "net-0", "lib-1-2", "lib-0-0"])
def test_what_is_read_together_is_what_is_read_apart(region, cohort, code):
    unit = Unit.objects.get(code=code)
    try:
        together = queries.plan_year(2024, under=unit).status(cohort, unit)
    except queries.LibraryOutsideCohort:
        assert unit.cohort not in ("", cohort)
        return
    year = queries.plan_year(2024, under=unit)
    amounts = {row.key: sum(row.months) for row in together.indicators if row.months}
    apart = dict.fromkeys(amounts, 0)
    for one in year.counted(cohort, unit):
        own = queries.plan_year(2024, under=one).status("", one)
        for row in own.indicators:
            if row.months:
                apart[row.key] += sum(row.months)
    assert amounts == apart
    assert amounts["visits"] > 0


def test_networks_parts_of_the_plan_are_those_of_their_libraries(region):
    year = queries.plan_year(2024, under=region)
    before = queries.with_the_year_before(year).before
    networks = queries.standings(year, before, "visits", "", year.branches("", region))
    for one in networks:
        inside = queries.plan_year(2024, under=one.library)
        then = queries.with_the_year_before(inside).before
        libraries = queries.standings(inside, then, "visits", "", inside.branches("", one.library))
        assert sum(library.due for library in libraries) == pytest.approx(one.due)
        assert sum(library.amount for library in libraries) == one.amount


def test_a_part_of_what_was_read_together_is_refused_not_guessed(region):
    year = queries.plan_year(2024, under=region)
    with pytest.raises(ReadTogether):
        year.counts.months("visits", [Unit.objects.get(code="lib-0-1").pk])


def test_a_regions_page_lists_networks_that_lead_to_libraries(region, client_as):
    client = client_as("director", region)
    address = reverse("board_indicator", kwargs={"key": "visits"})
    text = client.get(address, {"year": 2024, "library": "region"}).content.decode()
    table = text.split("table--standing", 1)[1].split("</table>", 1)[0]
    assert "net-0" in table
    assert "lib-0-0" not in table
    inside = client.get(address, {"year": 2024, "library": "net-0"}).content.decode()
    assert "lib-0-0" in inside.split("table--standing", 1)[1].split("</table>", 1)[0]
