"""The plan that is loaded beside the document it was taken from, read a second way.

`data/plan-2024.txt` is the plan as its PDF gives it, names of private persons left out. Nothing here reads the tables
that were loaded: the text is unfolded, its tables are cut out by their own words, and what stands in the database is
compared with them: every figure, every line, and every word that the document prints.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from orda.events.models import PlannedEvent
from orda.events.services import load_planned_events
from orda.planning.models import Figure, Line, Passage, Plan, Section, SourceNote, Table

DATA = Path(__file__).parent / "data"
SOURCE = (DATA / "plan-2024.txt").read_text(encoding="utf-8")
CHILDREN, PUBLIC, NETWORK = "children", "public", ""
NOW, LAST, BEFORE = 2024, 2023, 2022
TARGET, PRINTED = Figure.TARGET, Figure.PRINTED_ACTUAL

Place = tuple[int, str, str, str, int]  # year, kind, indicator, cohort, quarter
Cells = dict[Place, Decimal]


def unfolded(text: str) -> list[str]:
    """Lines of the document: a cell that was broken over lines has no space at its line's end."""
    found, open_cell = [], False
    for line in text.split("\n"):
        if not line.strip():
            continue
        if open_cell:
            found[-1] += line
        else:
            found.append(line)
        open_cell = not line.endswith(" ")
    return found


def between(first: str, last: str, *, at: int = 0) -> str:
    """The text from one piece of it up to another."""
    start = SOURCE.index(first, at)
    return SOURCE[start + len(first) : SOURCE.index(last, start + len(first))]


def numbers(text: str) -> list[Decimal]:
    """Numbers of a piece, those broken over lines put together."""
    whole = " ".join(unfolded(text))
    return [Decimal(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", whole)]


def cells_of(text: str) -> list[str]:
    """Cells of a row: set apart by single spaces, so that two spaces stand about an empty one."""
    return " ".join(line.removesuffix(" ") for line in unfolded(text)).strip("\n").split(" ")


def control_indicators() -> Iterator[tuple[Place, Decimal]]:
    """Row by row, as numbers follow each other; the joint totals stand in brackets after the children's actuals."""
    block = between("1кв. 2кв. 3кв. 4кв. Год 1кв. 2кв. 3кв. 4кв. Год", "% қорды жаңарту")
    found = iter(numbers(block))
    records = block[block.index("саны \n141") + len("саны \n") : block.index("Мәдени-")].replace("\n", "")
    for key in (
        *("readers", "readers_site", "readers_electronic", "loans", "loans_electronic_documents"),
        *("loans_electronic_publications", "visits", "catalogue_records", "events_offline", "events_online"),
        *("attendance_offline", "views_online", "readability", "visit_rate"),
    ):
        places = _places(key)
        if (
            key == "catalogue_records"
        ):  # of the children's libraries alone: empty cells stand between two spaces
            cells = records.rstrip().split(" ")
            places = [place for place, cell in zip(places, cells, strict=False) if cell]
        elif key in ("events_offline", "events_online", "attendance_offline", "views_online"):
            places.insert(3, (LAST, PRINTED, key, NETWORK, 0))
        elif key in ("readability", "visit_rate"):
            places = places[:4]
        yield from zip(places, itertools.islice(found, len(places)), strict=True)
    assert not list(found)


def _places(key: str) -> list[Place]:
    then = [(LAST, kind, key, cohort, 0) for kind in (TARGET, PRINTED) for cohort in (CHILDREN, PUBLIC)]
    return [*then, *((NOW, TARGET, key, cohort, n) for cohort in (CHILDREN, PUBLIC) for n in (1, 2, 3, 4, 0))]


def budget() -> Iterator[tuple[Place, Decimal]]:
    allocated = numbers(between("1 жарт. \n\n", "Қаражатты тоқсан бойынша бөлу"))
    keys = (
        "budget",
        "budget_books",
        "budget_periodicals",
        "budget_periodicals_half_2",
        "budget_periodicals_half_1",
    )
    yield from ((_now(key), value) for key, value in zip(keys, allocated, strict=True))
    quarters = between("Барлығарлығы:", "Қаражатты құрылымдық")
    whole, *rest = re.split(r"\d тоқсан", quarters)
    yield from ((_now(key), value) for key, value in zip(keys[:3], numbers(whole), strict=True))
    for quarter, row in enumerate(rest, 1):
        found = row.replace("\n", "").lstrip(" ").split(" ") if quarter in (1, 4) else row.split()
        # Books are bought in the second quarter, periodicals paid for in the first and the last.
        kinds = {
            1: ("budget", "budget_periodicals"),
            2: ("budget", "budget_books"),
            4: ("budget", "budget_periodicals"),
        }
        for key, value in zip(kinds.get(quarter, ()), (one for one in found if one), strict=True):
            yield (NOW, TARGET, key, NETWORK, quarter), Decimal(value)
    by_unit = between("Барлығы -   3 000 000    теңге", "Барлық жаңа әдебиеттерді данада")
    central, branches, _kept, books_central, books_branches = re.findall(
        r"900000|2100000|1 700 000|700000|1000000", by_unit
    )
    pairs = (("central_total", central), ("branches_total", branches))
    pairs += (("central_books", books_central), ("branches_books", books_branches))
    yield from ((_now(f"budget_{key}"), Decimal(value)) for key, value in pairs)


def _now(key: str, cohort: str = NETWORK) -> Place:
    return NOW, TARGET, key, cohort, 0


FIELDS = ("total", "social", "science", "technology", "art_sport", "fiction_philology")
ACQUIRED = (  # the tables of new literature in their order
    (NETWORK, "all", "all"),
    (NETWORK, "kk", "all"),
    (CHILDREN, "all", "all"),
    (CHILDREN, "kk", "all"),
    (PUBLIC, "all", "all"),
    (PUBLIC, "kk", "all"),
    (CHILDREN, "all", "budget"),
    (CHILDREN, "kk", "budget"),
)


def new_literature() -> Iterator[tuple[Place, Decimal]]:
    block = between("данада алу жоспарлануда", "Кітапхана қорының жоспарлы түрде шығуы")
    # A table's numbers follow the last of its twelve heads: the line that is nothing but numbers.
    rows = re.findall(r"(?m)^(\d+ +\d+ [\d ]+)$", block)
    assert len(rows) == len(ACQUIRED)
    for (cohort, language, funding), row in zip(ACQUIRED, rows, strict=True):
        cells = row.rstrip(" ").split(" ")
        assert len(cells) == 12, row
        for field, got, plan in zip(FIELDS, cells[::2], cells[1::2], strict=True):
            key = f"new_literature.{language}.{funding}.{field}"
            if got:
                yield (LAST, PRINTED, key, cohort, 0), Decimal(got)
            if plan:
                yield _now(key, cohort), Decimal(plan)


def withdrawal() -> Iterator[tuple[Place, Decimal]]:
    row = between("барлығы Себеп \n\n", "Ескірген")
    printed = re.findall(r"(\d+)/(\d+)", row)
    # Redistributed "–", net withdrawn in all, then by field.
    assert printed[0] == printed[1] == ("7181", "1194")
    for field, (network, children) in zip(FIELDS, printed[1:], strict=True):
        yield _now(f"withdrawn.{field}"), Decimal(network)
        yield _now(f"withdrawn.{field}", CHILDREN), Decimal(children)


def stock_movement() -> Iterator[tuple[Place, Decimal]]:
    for language, block, ends in (
        ("all", between("барлығы 2023 \n164596", "Қордың жоспарланған құрамы қазақ"), "164596"),
        ("kk", between("барлығы 2023 \n42041", "Бірыңғай қорды пайдалану. \n"), "42041"),
    ):
        block = re.sub(r"2024 \n?\n?құрайды", "құрайды", block)
        found = [Decimal(ends), *numbers(block)]
        assert len(found) == 24, (language, found)
        rows = ("start", "intake", "withdrawal", "end")
        for place, value in zip([(row, field) for row in rows for field in FIELDS], found, strict=True):
            yield _now(f"stock_{place[0]}.{language}.{place[1]}"), value


def lists() -> Iterator[tuple[Place, Decimal]]:
    """Lists whose lines are found by their own words: the number that the document prints after them."""
    for words, key in (
        ("ЖАА пайдаланатын оқырмандар", "ЖАА пайдаланатын оқырмандар"),
        ("ЖАА бойынша ҚҰҚБ-нен кітап беру", "ЖАА бойынша ҚҰҚБ-нен кітап беру"),
        ("ЖАА бойынша берілген әдебиеттер", "Құрылымдық бөлімшелер арасында ЖАА бойынша берілген әдебиеттер"),
        ("Жүйе оқырмандарына ЖАА бойынша кітап беру", "Жүйе оқырмандарына ЖАА бойынша кітап беру"),
        ("Қордың жоспарлы тексерілуі", "Қордың жоспарлы тексерілуі"),
        (
            "әдебиеттерді зерделеу»",
            "Қорды зерттеу жұмысы: «Кітап қорындағы балаларға арналған әдебиеттерді зерделеу»",
        ),
        ("Кітаптарды қалпына келтіру", "Кітаптарды қалпына келтіру"),
        ("іріктеуді ұйымдастыру.", "Филиалдардың талаптары бойынша іріктеу"),
        ("оқырмандарының талаптары бойынша", "Құрылымдық бөлімше оқырмандарының талаптары бойынша"),
        ("Топтамалар саны", "Топтамалар саны"),
        ("ескірген әдебиеттерді есептен шығару", "Ескірген әдебиеттерді есептен шығару"),
        ("және тәжірибелік көмек", "Құрылымдық бөлімшелерге әдістемелік және тәжірибелік көмек"),
        ("Филиалдарға бару", "Филиалдарға бару"),
        ("жұмыс тәжірибесін талдау", "Қорды сақтау бойынша филиалдардың жұмыс тәжірибесін талдау"),
        ("Көрсеткіштер Іс-шаралар саны \nАқпарат күндері", "Ақпарат күндері"),
        ("Маман күндері", "Маман күндері"),
        ("Библиографиялық құралдар", "Библиографиялық құралдар"),
        ("Кітапхана-библиографиялық сабақтар", "Кітапхана-библиографиялық сабақтар"),
        ("сабақтар 19 \nБасқа", "Басқа"),
        ("көріністерін дайындалады", "Әдебиет көріністері"),
        ("шолулар дайындалады", "Әдебиеттерге шолулар"),
        ("бюллетеньдер дайындалады", "Ақпараттық бюллетеньдер"),
        ("Кітап көрмелері", "Кітап көрмелері"),
        ("Ақпараттық сағаттар", "Ақпараттық сағаттар"),
        ("беттеріне орналастыруды жоспарлап отырмыз (", "БАҚ мақалалары"),
        ("Топтық ақпараттандыруда", "Топтық ақпараттандыру абоненттері"),
        ("Жеке ақпараттандыру абоненттері -", "Жеке ақпараттандыру абоненттері"),
        ("библиография сабақтарын өткізуді жоспарлап отырмыз", "Библиография күндері мен сабақтары"),
        ("электронды каталогында", "Балалар кітапханаларының электрондық каталогындағы жазбалар жыл басында"),
        ('"Мақалалар" ЭК – ге -', "«Мақалалар» ЭК-ге жаңа жазбалар"),
        ('"өлкетану" ЭК-ге -', "«Өлкетану» ЭК-ге жаңа жазбалар"),
        ('"Экология" ЭК-ге -', "«Экология» ЭК-ге жаңа жазбалар"),
        ("Біз ЭК-де", "Өңделетін жазбалар"),
        ("жазбаны өңдеуді,", "Жойылатын дублет жазбалар"),
        ("2024 жылы 5 кітапты,", "Цифрландырылатын газет-журнал мақалалары"),
        ("топтық және жеке кеңестер", "Жалпы топтық және жеке кеңестер"),
        ("кеңестер 40  (", "Оның ішінде: топтық кеңестер"),
        ("қашықтан кеңес беру", "Оның ішінде: қашықтан кеңес беру"),
        ("әдістемелік материалдар, барлығы", "Ақпараттық-әдістемелік материалдар"),
        ("оқу іс-шараларының саны", "Оқу іс-шараларының саны"),
        ("Шығу/ барулар", "Шығу"),
        ("Шығу/ барулар 11/", "Барулар"),
        ("техникалық қызмет көрсету бойынша қызметтер", "Өрт дабылына техникалық қызмет көрсету"),
        ("дабылы қызметтері -", "Пульт арқылы күзет дабылы"),
        ("Бейнебақылауға қызмет көрсету бойынша қызметтер -", "Бейнебақылауға қызмет көрсету"),
        ("отқа төзімді өңдеу  –", "Сөрелерді отқа төзімді өңдеу"),
        ("қайта зарядтау бойынша қызметтер -", "Өрт сөндіргіштерді қайта зарядтау"),
    ):
        line = Line.objects.get(plan__year=NOW, content_kk=key, table__key__startswith="list.")
        rest = SOURCE[SOURCE.index(words) + len(words) :]
        printed = re.search(r"\d+( \d{3},\d|,\d)?", rest)
        assert printed is not None
        yield _now(line.key, line.cohort), Decimal(printed[0].replace(" ", "").replace(",", "."))
    # What the document prints without a number beside its words.
    materials = numbers(between("– электронды \n\n", "оқу іс-шараларының"))
    indicators = re.findall(r"10000", between("Индикаторлармен жұмыс", "Жүйе арасында әдебиеттерді"))
    (books,) = re.findall(r"(\d+) кітапты,", SOURCE)
    for key, value in (
        ("Олардың ішінен: басылған", materials[0]),
        ("Олардың ішінен: электронды", materials[1]),
        ("Индикаторлармен жұмыс: алу", Decimal(indicators[0])),
        ("Индикаторларды енгізу", Decimal(indicators[1])),
        ("Цифрландырылатын кітаптар", Decimal(books)),
    ):
        line = Line.objects.get(plan__year=NOW, content_kk=key)
        yield _now(line.key), value


def reader_groups() -> Iterator[tuple[Place, Decimal]]:
    block = between("Жас санаты 2023ж. орындау  2024 ж. жоспар", "Жұмыстың негізгі бағыттары")
    rows = re.findall(r"(\d+) (\d+) \n", block)
    keys = (
        "0-10",
        "0-10-disabled",
        "11-15",
        "11-15-disabled",
        "leaders-of-reading",
        "other",
        "total-as-printed",
    )
    for key, (then, now) in zip(keys, rows, strict=True):
        yield (LAST, PRINTED, f"reader_group.{key}", NETWORK, 0), Decimal(then)
        yield _now(f"reader_group.{key}"), Decimal(now)


def social_media() -> Iterator[tuple[Place, Decimal]]:
    for name, key in (
        ("1. Facebook", "Facebook"),
        ("2. Instagram", "Instagram"),
        ("3. ВКонтакте", "VKontakte"),
    ):
        block = SOURCE[SOURCE.index(name) + 2 :]
        for row, cohort in (("5б.", CHILDREN), ("10 к.", PUBLIC), ("Барлығы:", NETWORK)):
            line = block[block.index(row) + len(row) :].split("\n")[0]
            kinds = [(what, year) for what in ("followers", "posts", "views") for year in (BEFORE, LAST)]
            for (what, year), value in zip(kinds, line.split(), strict=True):
                yield (year, PRINTED, f"social.{key}.{what}", cohort, 0), Decimal(value)


def references() -> Iterator[tuple[Place, Decimal]]:
    row = numbers(between("барлығ қаз.т. барлығы қаз.т. \n", "БАҚ-пен жұмыс"))
    whole, *rest = row
    yield _now("reference.all"), whole
    kinds = ("thematic", "address", "clarifying", "factual", "virtual")
    for kind, (total, kazakh) in zip(kinds, zip(rest[::2], rest[1::2], strict=True), strict=True):
        yield _now(f"reference.{kind}"), total
        yield _now(f"reference.{kind}.kk"), kazakh


def media() -> Iterator[tuple[Place, Decimal]]:
    block = between("БАҚ-пен жұмыс", "Құжаттарды цифрландыру бойынша")
    names = (("халықаралық", "international"), ("республикалық", "republic"), ("облыстық", "oblast"))
    for name, level in (*names, ("қалалық", "city"), ("барлығы 42", "all")):
        row = block[block.index(name) :].split("\n")[0].split()[1:]
        columns = ("all", "total", "articles", "articles_kazakh", "tv", "tv_kazakh")
        for column, value in zip(columns, row, strict=True):
            yield _now(f"media.{level}.{column}"), Decimal(0 if value == "-" else value)


def premises() -> Iterator[tuple[Place, Decimal]]:
    rows = between("стационарлық жеке", "Кітапханаларды интернеттеу")
    names = (("құрайды", "start_of_year"), ("түскені", "received"), ("шыққаны", "written_off"))
    for name, row in (*names, ("соңына құрайды", "end_of_year")):
        cells = rows[rows.index(name) + len(name) :].split("\n")[0].split()
        for column, value in zip(("total", "desktop", "laptop"), cells, strict=True):
            yield _now(f"computers.{row}.{column}"), Decimal(0 if value == "-" else value)
    connected, wireless = between("всего ", " - -").split()
    yield _now("internet"), Decimal(connected)
    yield _now("wifi"), Decimal(wireless)
    devices = numbers(between("адам кітапхана өрт күзет", "Жаңа жиһаз"))
    keys = ("guards_people", "guards_libraries", "fire_alarm", "guard_alarm", "video")
    yield from ((_now(f"security.{key}"), value) for key, value in zip(keys, devices, strict=True))
    yield _now("buildings.all"), numbers(between("барлығы барлығы барлығы*", "Барлық кітапханалар тұрғын"))[0]


def activities() -> Iterator[tuple[Place, Decimal]]:
    """Numbers that stand within the lists of activities."""
    (branches,) = re.findall(r"«Кітапхана қорларың тексеру» +(\d)\(", SOURCE)
    (articles,) = re.findall(r"отырмыз \((\d+) мақала\)", SOURCE)
    yield _now("activity.94"), Decimal(branches)
    yield _now("activity.114"), Decimal(articles)
    copies = re.findall(r"ӘБ (\d+)  қаз тіл., орыс. тіл.", SOURCE)
    yield from ((_now(f"activity.{n}"), Decimal(one)) for n, one in zip(range(132, 137), copies, strict=True))
    staff = re.findall(r"мамандандыру\.? +\((\d)\s+қызметкер", SOURCE)
    yield from ((_now(f"activity.{n}"), Decimal(one)) for n, one in zip((221, 222, 223), staff, strict=True))


TABLES = {
    one.__name__: one
    for one in (
        *(control_indicators, budget, new_literature, withdrawal, stock_movement, lists, reader_groups),
        *(social_media, references, media, premises, activities),
    )
}

# What the plan's tables say in no figure: reports "each month" and "each quarter", and sums that the board divides by.
IN_WORDS = {f"analytic_work.{n}" for n in range(1, 6)} | {"stock", "intake"}


@pytest.fixture
def the_plan(city, plan) -> Plan:
    load_planned_events()
    return Plan.objects.get(year=NOW)


@pytest.mark.parametrize("name", TABLES)
def test_each_figure_of_a_table_is_the_one_that_the_source_prints(the_plan, name):
    printed = list(TABLES[name]())
    assert {place: _figure(place) for place, _value in printed} == dict(printed)


def test_no_figure_is_loaded_that_the_source_does_not_print(the_plan):
    printed = {place for read in TABLES.values() for place, _value in read()}
    loaded = {
        (one.year, one.kind, one.indicator, one.cohort, one.quarter): one.value
        for one in Figure.objects.all()
    }
    assert len(printed) == 533
    beyond = {
        place: value for place, value in loaded.items() if place not in printed and place[2] not in IN_WORDS
    }
    assert set(beyond.values()) == {0}, "an empty cell of the source may be nought, and nothing else"


def _figure(place: Place) -> Decimal | None:
    year, kind, key, cohort, quarter = place
    found = Figure.objects.filter(year=year, kind=kind, indicator=key, cohort=cohort, quarter=quarter).first()
    return found and found.value


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def bare(text: str) -> str:
    """A text without spaces, marks and the look-alikes of other alphabets: what two writings of it share."""
    alike = str.maketrans({"І": "I", "Ү": "У", "і": "i", "Ү".lower(): "ү"})
    return re.sub(
        r"[^0-9a-zа-яёәғқңөұүһi]", "", re.sub(r"https?://\S+", "", text).translate(alike).casefold()
    )


def segments(text: str, titles: list[str]) -> list[str]:
    """The pieces of a text that begin with each title, in their order."""
    places = [at for at, sign in enumerate(text) if bare(sign)]
    squashed = "".join(bare(sign) for sign in text)
    starts, at = [], 0
    for title in titles:
        begins = bare(title)[:14]  # a page's end may stand within a title
        at = squashed.index(begins, at)
        starts.append(places[at])
        at += len(begins)
    return [text[start:end] for start, end in itertools.pairwise([*starts, len(text)])]


QUARTERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split()


def test_each_event_has_the_performers_and_the_term_of_its_row(the_plan):
    """A row's words without its title, occasion, form and audience are its performers and its term."""
    block = between("Тарихи бағыт", "Маркетингтік зерттеулер")
    events = list(PlannedEvent.objects.filter(year=NOW, number__lt=1000))
    rows = segments(block, [one.title for one in events])
    assert len(events) == len(rows) == 104
    directions = "|".join(re.escape(one.title_kk) for one in Table.objects.filter(key__startswith="events."))
    for event, row in zip(events, rows, strict=True):
        line = Line.objects.get(plan=the_plan, key=f"event.{event.number}")
        row = re.sub(rf"(?i)\n ?({directions}|Кәсіби бағдар беру|Балалр кітабы апталығы) *\n", "\n", row)
        at = re.search(r"ОҚК|\b\d+ ?[бд]\b", row.replace("12 б. 12 б.", "      12 б."))
        assert at, row
        before, after = row[: at.start()], row[at.start() :]
        performers = {f"{n}б" for n in re.findall(r"\b(\d+)\s*\.?[бд]\b", after)}
        performers |= {"ОҚК"} if "ОҚК" in after else set()
        assert set(line.performers.split()) == performers, event.number
        left = words(before + re.sub(r"\b\d+\s*\.?[бд]\b|ОҚКд?|\b1 қараша\b", "", after))
        for word in words(f"{event.title} {event.occasion} {event.form_text} {event.audience_text}"):
            if word in left:
                left.remove(word)
        day = (1,) if "1 қараша" in row else ()
        assert _term(line) == _read_term([*left, *("қараша" for _one in day), *map(str, day)]), event.number


def _term(line: Line) -> tuple[str, int | None, int | None]:
    if line.term_text:
        return line.term_text, None, None
    return line.quarters, line.month if not line.day else line.day.month, line.day.day if line.day else None


def _read_term(found: list[str]) -> tuple[str, int | None, int | None]:
    """Words of a row that are left when all else is taken from it: its term, and nothing beside it."""
    found = [one.replace("і", "i") if one.strip("іiv") == "" else one for one in found]
    if found == ["в", "течение", "года"]:
        return "1234", None, None
    if found == ["1", "июня"]:
        return "2", 6, 1
    if found == ["v"]:
        return "V", None, None
    spans = [QUARTERS[one] for one in found if one in QUARTERS]
    months = [MONTHS.index(one) + 1 for one in found if one in MONTHS]
    days = [int(one) for one in found if one.isdigit()]
    assert len(spans) + len(months) + len(days) == len(found), found
    quarters = "1234"[int(spans[0]) - 1 : int(spans[-1])]
    return quarters, months[0] if months else None, days[0] if days else None


def test_occasions_have_their_quarters_and_months(the_plan):
    rows = between("3 Топтамалар саны", "Өлкетану:")
    holidays = [Line.objects.get(plan=the_plan, key=f"occasion.{n}") for n in range(1, 15)]
    for line in holidays:
        title = re.escape(line.content_kk).replace("\\ ", r"\s+").replace("\\(", r"\s*\(")
        printed = re.search(title + r":?\s+Жоспар бойынша(?: ҚҰҚБ)? ?(I*)", rows)
        assert printed, line.content_kk
        assert line.quarters == QUARTERS.get(printed[1].lower(), ""), line.content_kk
    months = words(between("Батыры Нүркен Әбдіров - - 105 жаста", "Мерей тойлар"))
    printed = [MONTHS.index(one) + 1 for one in months if one in MONTHS]
    assert [line_month(n) for n in range(15, 23)] == printed
    jubilees = words(between("Ұлықбек Есдаулетов  70 жаста", "Қоғам қайраткері Мұхаметжан"))
    slips = {"акпан": "ақпан", "көкек": "сәуір"}
    printed = [MONTHS.index(slips.get(one, one)) + 1 for one in jubilees if slips.get(one, one) in MONTHS]
    assert [line_month(n) for n in range(24, 35)] == printed
    assert line_month(23) is None


def line_month(number: int) -> int | None:
    return Line.objects.get(plan__year=NOW, key=f"occasion.{number}").month


@pytest.mark.parametrize(
    ("key", "term", "performers"),
    [
        ("stock_care.14", "Қараша", "ҚҰҚБ"),
        ("activity.110", "12.04.2024, 12:00", ""),
        ("activity.115", "234", "ОКЖ"),  # printed 1I-IV
        ("activity.116", "Наурыз", "ОКЖ"),
        ("activity.117", "Қараша", "ОКЖ"),
        ("activity.6", "", "16 2ж"),
        ("activity.92", "", "ОКЖ 31 5б 15б"),
        ("activity.94", "", "ҚҰҚБ 31 5б 15б"),
        ("activity.207", "", "1б 5б 16 15б"),
        ("activity.209", "3", "ӘБ бағдарламашы"),
        ("activity.213", "123", "ӘБ бағдарламашы"),
        ("activity.214", "123", "ӘБ бағдарламашы"),
        ("stock_care.1", "1234", "ҚҰҚБ 31 5б 11б"),
        ("within_system_loan.1", "1234", "ОКЖ"),
    ],
)
def test_terms_and_performers_of_list_lines(the_plan, key, term, performers):
    line = Line.objects.get(plan=the_plan, key=key)
    month = MONTHS[line.month - 1].capitalize() if line.month else ""
    assert (line.term_text or month or line.quarters, line.performers) == (term, performers)


SHORT = 4  # letters that would be found anywhere


def texts() -> Iterator[str]:
    """All that the loaded plan says in Kazakh, whole and sentence by sentence."""
    for text in Passage.objects.values_list("text_kk", flat=True):
        yield from text.splitlines()
        yield from re.split(r"\. |: ", text)
    for text in Line.objects.values_list("content_kk", flat=True):
        yield text
        yield from re.split(r": |\. | / ", text)
    for model in (Section, Table):
        for title in model.objects.values_list("title_kk", flat=True):
            yield title.replace("{year}", "2024")


def test_every_word_of_the_source_stands_in_the_plan(the_plan):
    """What is left of the document without all that was loaded: heads of its tables, and nothing else."""
    events = between("Тарихи бағыт", "Маркетингтік зерттеулер")  # compared row by row above
    source = bare(SOURCE.replace(events, ""))
    known = bytearray(len(source))
    said = {bare(text) for text in texts()}
    for text in sorted(said - {""}, key=len, reverse=True):
        at = source.find(text) if len(text) > SHORT else -1
        while at >= 0:
            known[at : at + len(text)] = b"\1" * len(text)
            at = source.find(text, at + 1)
    left = "".join(sign if not known[at] else " " for at, sign in enumerate(source)).split()
    # Numbers, performers and quarters are compared with their tables.
    heads = set((DATA / "heads-of-tables.txt").read_text(encoding="utf-8").splitlines())
    lost = [one for one in left if one not in heads and re.sub(r"[\divбджоқкв]|ұқб|әб|аб", "", one)]
    assert lost == []


def test_notes_stand_in_the_language_of_the_page(the_plan):
    """Each note on the source has words of its own in Kazakh and in Russian."""
    noted = Line.objects.filter(plan=the_plan).exclude(note_en="")
    assert noted.count() > 150
    for line in noted:
        for said in (line.note_kk, line.note_ru):
            assert said, line.key
            if not re.fullmatch(r"[a-zA-Z. ]+\.ru( and [a-z.]+)?", line.note_en):
                assert said != line.note_en, line.key
            assert not re.search(r"\b(the|printed|slip|is|in|of|from)\b", said), said


@pytest.mark.parametrize(
    ("table", "numbers_told"),
    [
        ("internet", ("4", "5")),
        ("computers", ("7", "8")),
        ("withdrawal_plan", ("10,000", "7,181", "13,431")),
        ("media_plan", ("39", "40")),
        ("media_plan", ("3 in all", "2")),
        ("events.reading", ("105", "110")),
        ("events.reading", ("110", "100")),
    ],
)
def test_contradictions_of_the_source_have_a_note_in_three_languages(the_plan, table, numbers_told):
    notes = SourceNote.objects.filter(plan_year=NOW, table=table)
    told = [one for one in notes if all(number in one.text_en for number in numbers_told)]
    assert told
    assert all(one.text_kk and one.text_ru and one.text_kk != one.text_ru != one.text_en for one in told)


def test_no_text_of_a_line_ends_or_joins_in_two_marks(the_plan):
    """ "жыл.. " and "., " were slips of the transcription's own."""
    for line in Line.objects.filter(plan=the_plan, key__regex="^(event|activity)"):
        for text in (line.content_kk, line.content_ru):
            assert not re.search(r"(?<!\.)\.\.(?!\.)|\.,|,,| ,|: :| {2}", text), text
