"""What was reached of the plan's lines: an event of several libraries, a total of lines, what waits for a count."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from orda.events.models import PlannedEvent
from orda.events.services import hold_event, load_planned_events
from orda.network.models import Role, Unit
from orda.planning.document import by_hand
from orda.planning.document.missing import who_is_missing
from orda.planning.document.queries import LineStatus, lines_of, performers_text, source_text, target_words
from orda.planning.models import Figure, Line, Plan
from orda.planning.templatetags.plan import printed
from orda.reports.papers.plan_papers import annual_plan, annual_report

pytestmark = pytest.mark.django_db
NOTE = "Дәптер, 12-бет"


@pytest.fixture
def the_plan(city, plan) -> Plan:
    load_planned_events()
    return Plan.objects.get(year=2024)


@pytest.fixture
def methodologist(staff_of, city):
    return staff_of(Role.METHODOLOGIST, city.network)


def line(key: str) -> Line:
    return Line.objects.select_related("plan").get(plan__year=2024, key=key)


def status(key: str, as_of: datetime.date | None = None) -> LineStatus:
    found = line(key)
    return lines_of(found.plan, as_of, [found])[0]


@pytest.fixture
def hold(the_plan, methodologist):
    def held_at(library: Unit, day: str = "2024-02-09"):
        event = PlannedEvent.objects.get(year=2024, number=2)  # the digest of six libraries, quarter I
        return hold_event(
            library=library,
            day=datetime.date.fromisoformat(day),
            title=event.title,
            form=event.form,
            direction=event.direction,
            planned=event,
            channel="offline",
            attendance=5,
            by_id=methodologist.pk,
        )

    return held_at


def test_an_event_of_several_libraries_is_done_when_each_has_held_it(the_plan, hold):
    named = line("event.2").performers.split()
    assert named == ["ОҚК", "1б", "5б", "11б", "12б", "15б"]
    libraries = {one.code: one for one in Unit.objects.filter(code__in=named)}
    for code in named[:-1]:
        hold(libraries[code])
    hold(libraries["ОҚК"], "2024-03-01")  # twice in one library is not once in two
    waiting = status("event.2", datetime.date(2024, 3, 20))
    assert (waiting.actual, waiting.state, waiting.absent) == (6, "under_way", ("15б",))
    assert status("event.2").state == "overdue"
    hold(libraries["15б"])
    assert (status("event.2").actual, status("event.2").state, status("event.2").absent) == (7, "done", ())


def test_who_has_not_held_an_event_stands_on_the_page_and_in_the_report(the_plan, hold, city, client_as):
    for code in ("ОҚК", "1б", "5б", "11б"):
        hold(Unit.objects.get(code=code))
    client = client_as(Role.DIRECTOR, city.network)
    client.cookies["django_language"] = "en"
    for address in ("/plan/2024/section/events/", f"/plan/line/{line('event.2').pk}/"):
        assert "not held yet: 12б, 15б" in client.get(address).content.decode()
    with translation.override("en"):
        tables = [one for one in annual_report(the_plan, "en").blocks if hasattr(one, "rows")]
    said = [row.cells[-1] for one in tables for row in one.rows if "«Қазақстан: есте" in str(row.cells[0])]
    assert said == ["fulfilled in part; not held yet: 12б, 15б"]


def test_a_total_adds_up_its_lines_and_takes_no_count_of_its_own(the_plan, methodologist, city):
    assert status("reference.all").actual is None
    for key, many in (("thematic", 40), ("address", 7), ("clarifying", 3), ("virtual", 9)):
        by_hand.count_by_hand(line(f"reference.{key}"), city.central, many, NOTE, methodologist)
    assert status("reference.all").actual == 50  # the virtual ones are among them
    with pytest.raises(by_hand.CountedByOrda):
        by_hand.count_by_hand(line("reference.all"), city.central, 50, NOTE, methodologist)
    assert not line("reference.all").automatic
    assert source_text(line("computers.end_of_year.laptop")) == (
        "+line:computers.start_of_year.laptop +line:computers.received.laptop -line:computers.written_off.laptop"
    )


def test_totals_of_totals_follow_from_what_was_counted(the_plan, methodologist, city):
    counted = (
        ("media.republic.articles", 30),
        ("media.oblast.articles", 2),
        ("media.oblast.tv", 1),
        ("computers.start_of_year.desktop", 6),
        ("computers.start_of_year.laptop", 1),
        ("computers.received.desktop", 2),
        ("computers.written_off.desktop", 3),
        ("budget_periodicals_half_1", 690_000),
        ("budget_books", 1_000_000),
    )
    for key, many in counted:
        by_hand.count_by_hand(line(key), city.central, many, NOTE, methodologist)
    reached = {one.line.key: one.actual for one in lines_of(the_plan)}
    assert [reached.get(f"media.{key}") for key in ("oblast.total", "all.articles", "all.total")] == [
        3,
        32,
        33,
    ]
    assert reached["computers.end_of_year.desktop"] == 5
    assert reached["computers.end_of_year.total"] == 6
    assert (reached["budget_periodicals"], reached["budget"]) == (690_000, 1_690_000)


def test_every_total_of_the_plan_adds_up_lines_that_it_has(the_plan):
    totals = the_plan.lines.filter(source__kind="sum")
    assert totals.count() > 20
    for total in totals:
        keys = {part["key"] for part in total.source["of"]}
        assert the_plan.lines.filter(key__in=keys, cohort=total.cohort, unit=total.unit).count() == len(keys)


def test_what_plans_nothing_and_what_adds_up_waits_for_nobody(the_plan):
    waiting = {one.line.key for one in who_is_missing(the_plan, 4)}
    assert "reference.thematic" in waiting
    assert Figure.objects.get(year=2024, kind="target", indicator="media.city.tv", quarter=0).value == 0
    assert not waiting & {"media.city.tv", "reference.all", "budget", "computers.end_of_year.total"}


def test_what_waits_stands_under_its_table(the_plan, client_as, city):
    client = client_as(Role.METHODOLOGIST, city.network)
    client.cookies["django_language"] = "ru"
    page = client.get("/plan/2024/missing/").content.decode()
    assert "Библиографические справки" in page
    assert "/plan/2024/section/references/#references" in page


def test_a_russian_plan_speaks_russian_of_who_and_how_much(the_plan):
    found = line("activity.159")
    found.performers, found.target_text = "барлығы ҚҰҚБ 5б", Line.BY_PLAN
    with translation.override("ru"):
        assert (performers_text(found), target_words(found)) == ("все, ОИЕФ, 5б", "по плану")
    with translation.override("kk"):
        assert (performers_text(found), target_words(found)) == ("барлығы, ҚҰҚБ, 5б", "Жоспар бойынша")
    cells = {
        str(cell)
        for one in annual_plan(the_plan, "ru").blocks
        for row in getattr(one, "rows", ())
        for cell in row.cells
    }
    assert "по плану" in cells
    assert not cells & {"Жоспар бойынша", "барлығы", "ҚҰҚБ", "ОКЖ"}


@pytest.mark.parametrize(
    ("value", "text"), [("-0.0012", "0"), ("-0.0123", "−0,01"), (-4, "−4"), ("1.50", "1,5"), ("250", "250")]
)
def test_a_number_below_nought_has_a_minus_and_nought_has_none(value, text):
    with translation.override("ru"):
        assert printed(value if isinstance(value, int) else Decimal(value)) == text
