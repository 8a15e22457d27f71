"""The cataloguer's pages as a browser asks them."""

import re

import pytest
from django.urls import reverse

from orda.catalog.marc import read_fields
from orda.catalog.models import Record
from orda.catalog.records import services
from orda.network.models import Role

LEADER = ("LDR", "00000nam a2200000 i 4500")
BOOK = [
    LEADER,
    ("008", "240115s2023    kz                  kaz d"),
    ("100", "1 \x1faЖұмабаев, М."),
    ("245", "10\x1faТүн\x1fbроман"),
    ("650", " 4\x1faПоэзия"),
    ("942", "  \x1fcBK"),
]


@pytest.fixture
def cataloguer(city, client_as):
    return client_as(Role.CATALOGUER)


@pytest.fixture
def record(city, cataloguer) -> Record:
    return services.create(BOOK, family="marc21", database="books", library=city.central, by_id=None)


def sent_of(page) -> dict[str, list[str]]:
    """What a browser would send of the page's form, nothing written in it."""
    html = page.content.decode()
    form = html[html.index('id="editor"') : html.index("<datalist")]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in told and told["name"] not in ("csrfmiddlewaretoken", "once"):
            sent.setdefault(told["name"], []).append(told.get("value", ""))
    return sent


def fields_of(record: Record):
    record.refresh_from_db()
    return dict(read_fields(bytes(record.marc), record.encoding))


def test_a_book_is_catalogued_on_the_form(cataloguer, city):
    page = cataloguer.get(reverse("record_new"), {"kind": "book"})
    sent = sent_of(page) | {"database": ["local_history"]}
    for number, tag in [
        (name.split("-")[0], values[0]) for name, values in sent.items() if name.endswith("-tag")
    ]:
        said = {"245": ["Қарағанды", "альбом"], "264": ["Алматы", "Жазушы", "2023"], "041": ["kaz"]}.get(tag)
        if said:
            blank = [""] * (len(sent[f"{number}-text"]) - len(said))
            sent[f"{number}-text"] = [*said, *blank]
    answer = cataloguer.post(f"{reverse('record_new')}?kind=book", sent)
    record = Record.objects.get()
    assert answer.url == reverse("record_edit", args=[record.pk])
    assert (record.title, record.year, record.language, record.database) == (
        "Қарағанды",
        2023,
        "kaz",
        "local_history",
    )
    assert record.library == city.central
    coded = fields_of(record)["008"]
    assert (coded[7:11], coded[35:38]) == ("2023", "kaz")


@pytest.mark.parametrize("kind", ["book", "volume", "article", "serial", "electronic"])
@pytest.mark.parametrize("family", ["marc21", "unimarc"])
def test_a_new_record_of_each_kind_asks_for_a_title(cataloguer, kind, family):
    address = f"{reverse('record_new')}?kind={kind}&format={family}"
    answer = cataloguer.post(address, sent_of(cataloguer.get(address)))
    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_saved_unchanged_it_is_no_new_version(cataloguer, record):
    address = reverse("record_edit", args=[record.pk])
    cataloguer.post(address, sent_of(cataloguer.get(address)))
    record.refresh_from_db()
    assert record.version == 1


def test_the_other_view_shows_every_field_and_takes_it_back(cataloguer, record):
    address = reverse("record_edit", args=[record.pk])
    page = cataloguer.get(address, {"view": "fields"})
    assert "942 __$cBK" in page.context["lines"]
    text = page.context["lines"].replace("Түн", "Таң")
    cataloguer.post(address, {"view": "fields", "version": "1", "lines": text})
    assert fields_of(record)["245"] == "10\x1faТаң\x1fbроман"
    assert fields_of(record)["942"] == "  \x1fcBK"


def test_a_line_that_is_no_field_is_named_and_stays_written(cataloguer, record):
    address = reverse("record_edit", args=[record.pk])
    answer = cataloguer.post(address, {"view": "fields", "version": "1", "lines": "LDR x\n245"})
    assert answer.status_code == 422
    assert "Line 2" in answer.content.decode()
    record.refresh_from_db()
    assert record.version == 1


def test_two_on_one_record_both_are_kept_and_the_second_is_told(cataloguer, client_as, record):
    address = reverse("record_edit", args=[record.pk])
    other = client_as(Role.CATALOGUER)
    mine = cataloguer.get(address, {"view": "fields"}).context["lines"].replace("Түн", "Таң")
    theirs = cataloguer.get(address, {"view": "fields"}).context["lines"].replace("Поэзия", "Поэма")
    other.post(address, {"view": "fields", "version": "1", "lines": theirs})
    told = cataloguer.post(address, {"view": "fields", "version": "1", "lines": mine})
    assert told.status_code == 422
    assert told.context["clashes"] == []
    both = told.context["lines"]
    assert "Таң" in both
    assert "Поэма" in both
    cataloguer.post(address, {"view": "fields", "version": "2", "lines": both})
    assert (fields_of(record)["245"], fields_of(record)["650"]) == ("10\x1faТаң\x1fbроман", " 4\x1faПоэма")


def test_where_both_changed_the_same_the_page_shows_both(cataloguer, client_as, record):
    address = reverse("record_edit", args=[record.pk])
    lines = cataloguer.get(address, {"view": "fields"}).context["lines"]
    client_as(Role.CATALOGUER).post(
        address, {"view": "fields", "version": "1", "lines": lines.replace("Түн", "Кеш")}
    )
    told = cataloguer.post(address, {"view": "fields", "version": "1", "lines": lines.replace("Түн", "Таң")})
    assert [tag for tag, _gone, _came in told.context["clashes"]] == ["245"]
    assert "Кеш" in told.content.decode()


def test_versions_say_who_changed_what_and_are_put_back(cataloguer, record):
    address = reverse("record_edit", args=[record.pk])
    lines = cataloguer.get(address, {"view": "fields"}).context["lines"]
    cataloguer.post(address, {"view": "fields", "version": "1", "lines": lines.replace("Түн", "Таң")})
    page = cataloguer.get(reverse("record_history", args=[record.pk])).content.decode()
    assert "<del>10 $aТүн $bроман</del>" in page
    assert "<ins>10 $aТаң $bроман</ins>" in page
    cataloguer.post(reverse("record_restore", args=[record.pk, 1]))
    assert fields_of(record)["245"] == "10\x1faТүн\x1fbроман"


def test_slips_are_said_while_one_writes(cataloguer):
    lines = "\n".join(
        [
            "LDR 00000nam a2200000 i 4500",
            "020 __$a978-5-17-090630-1",
            "041 0_$akzz",
            "245 10$aАбай  жолы",
            "650 _4$aКoлхоз",
        ]
    )
    said = cataloguer.post(reverse("record_check"), {"format": "marc21", "view": "fields", "lines": lines})
    tags = [slip.tag for slip in said.context["slips"]]
    assert tags == ["", "020", "041", "245", "264", "650"]
    assert "Кoлхоз" in said.content.decode()


def test_another_like_it_leaves_its_numbers_out(cataloguer, record):
    page = cataloguer.get(reverse("record_new"), {"like": record.pk, "view": "fields"})
    assert "orda" not in page.context["lines"]
    assert "Түн" in page.context["lines"]


@pytest.mark.parametrize("asked", ["түн", "Түн", "Жұма"])
def test_a_record_is_found_by_its_beginning(cataloguer, record, asked):
    assert cataloguer.get(reverse("cataloguing"), {"q": asked}).url == reverse(
        "record_edit", args=[record.pk]
    )


def test_a_record_is_found_by_its_isbn_however_it_is_written(cataloguer, city):
    fields = [*BOOK[:2], ("020", "  \x1fa5-17-090630-7"), *BOOK[2:]]
    record = services.create(fields, family="marc21", database="books", library=city.central, by_id=None)
    found = cataloguer.get(reverse("cataloguing"), {"q": "978-5-17-090630-7"})
    assert found.url == reverse("record_edit", args=[record.pk])


def test_names_are_proposed_as_the_catalogue_writes_them(cataloguer, record):
    said = cataloguer.get(reverse("record_names"), {"7-text": "жұм"}).content.decode()
    assert '<option value="Жұмабаев, М.">' in said


def test_the_first_page_counts_what_was_done(cataloguer, record):
    work = {
        one.database: (one.added, one.edited)
        for one in cataloguer.get(reverse("cataloguing")).context["work"]
    }
    assert work["books"] == (1, 0)


def test_articles_are_catalogued_one_after_another(cataloguer, city):
    issue = [("LDR", "00000nas a2200000 i 4500"), ("001", "balдырған"), ("245", "10\x1faБалдырған"),
             ("264", " 1\x1faАлматы\x1fc2024")]  # fmt: skip
    host = services.create(issue, family="marc21", database="books", library=city.central, by_id=None)
    address = f"{reverse('record_new')}?kind=article&inside={host.pk}&view=fields"
    page = cataloguer.get(address)
    begun = page.context["lines"]
    assert "773 0_$tБалдырған$dАлматы, 2024$wbalдырған" in begun
    written = begun.replace("$wbalдырған", "$g№ 3. Б. 5-7") + "\n245 10$aТүлкі мен қоян"
    answer = cataloguer.post(address, {"view": "fields", "lines": written, "then": "next"})
    first = Record.objects.get(title="Түлкі мен қоян")
    assert first.database == "articles"
    assert answer.url == f"{reverse('record_new')}?next={first.pk}"
    following = cataloguer.get(f"{answer.url}&view=fields")
    assert "773 0_$tБалдырған$dАлматы, 2024$g№ 3\n" in following.context["lines"] + "\n"
    assert "Түлкі" not in following.context["lines"]
    assert following.context["database"] == "articles"
