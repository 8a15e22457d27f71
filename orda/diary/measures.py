"""The typed registry: what the diary counts (measures) and by what it is told apart (dimensions).

A measure names the dimensions it may carry; posting any other is an error of the program, not of the person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Dimension:
    """A way to tell entries apart. `values`: code -> label; None where a room's own table holds them."""

    key: str
    label: Text
    values: dict[str, Text] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Measure:
    """A countable kind of work. `unit` is what one of it is; `manual`: may be entered by hand.

    What moves a level is never entered by hand: a level must be countable on the things themselves.
    """

    key: str
    label: Text
    unit: Text
    dimensions: tuple[str, ...] = ()
    manual: bool = True


SUBJECT_FIELD = Dimension(
    "subject_field",
    _("subject field"),
    {
        "social": _("social and political"),
        "science": _("natural sciences, medicine"),
        "technology": _("technology, agriculture"),
        "art_sport": _("arts, sport"),
        "fiction_philology": _("fiction, linguistics, literary studies"),
        "other": _("not classified"),
    },
)
DOCUMENT_LANGUAGE = Dimension(
    "language",
    _("document language"),
    {"kk": _("Kazakh"), "ru": _("Russian"), "other": _("other languages")},
)
DOCUMENT_KIND = Dimension(
    "document_kind",
    _("document kind"),
    {
        "book": _("book"),
        "journal": _("journal issue"),
        "newspaper": _("newspaper"),
        "audiovisual": _("audiovisual"),
        "electronic_publication": _("electronic publication"),
        "electronic_document": _("electronic document"),
    },
)
AGE_GROUP = Dimension(
    "age_group",
    _("reader group"),
    {
        "0-10": _("up to 10 years"),
        "11-15": _("11 to 15 years"),
        "leaders-of-reading": _("leaders of children's reading"),
        "other": _("other readers"),
    },
)
DISABILITY = Dimension("disability", _("of which with a disability"), {"yes": _("with a disability")})
PURPOSE = Dimension(
    "purpose", _("purpose of the visit"), {"borrow": _("to borrow"), "event": _("event"), "other": _("other")}
)
CHANNEL = Dimension("channel", _("channel"), {"offline": _("offline"), "online": _("online")})
PLACE_OF_USE = Dimension(
    "place",
    _("place of use"),
    {"reading_room": _("in the reading room")},  # said only where it isn't the usual: at home
)
SEX = Dimension("sex", _("sex"), {"f": _("female"), "m": _("male")})
GIVER = Dimension(
    "giver",
    _("giver"),
    {"stock_department": _("stock department"), "unit": _("another library of the network")},
)
ASKER = Dimension("asker", _("asker"), {"branch": _("a branch"), "reader": _("a reader")})
WAY = Dimension("way", _("way"), {"in": _("from another network"), "out": _("to another network")})
POINT = Dimension("point", _("place of service"), {"outside": _("outside the library")})
MEDIUM = Dimension(
    "medium", _("medium"), {"email": _("e-mail"), "sms": _("SMS"), "call": _("call"), "letter": _("letter")}
)
OUTCOME = Dimension(
    "outcome",
    _("outcome"),
    {
        "replaced": _("replaced"),
        "paid": _("paid"),
        "waived": _("waived"),
        "found": _("found again"),
    },
)
FORM = Dimension("form", _("form"))
DIRECTION = Dimension("direction", _("direction"))
AUDIENCE = Dimension("audience", _("audience"))
DATABASE = Dimension(
    "database",
    _("database"),
    {
        "books": _("books"),
        "articles": _("articles"),
        "local_history": _("local history"),
        "ecology": _("ecology"),
        "electronic": _("electronic resources"),
    },
)
SOURCE_OF_SUPPLY = Dimension(
    "supply",
    _("source of supply"),
    {
        "budget": _("budget"),
        "subscription": _("subscription"),
        "state_order": _("state order"),
        "gift": _("gift"),
        "exchange": _("exchange"),
        "replacement": _("replacement of a lost copy"),
        "opening": _("stock at the start of accounting"),
    },
)
REASON = Dimension(
    "reason",
    _("reason of withdrawal"),
    {
        "WORN": _("worn"),
        "OUTDATED": _("outdated"),
        "LOST_BY_READER": _("lost by readers"),
        "SHORTAGE": _("shortage"),
        "TRANSFER_OUT": _("given to a library of another department"),
        "DISASTER": _("accident"),
    },
)

DIMENSIONS: dict[str, Dimension] = {
    d.key: d
    for d in (
        SUBJECT_FIELD,
        DOCUMENT_LANGUAGE,
        DOCUMENT_KIND,
        AGE_GROUP,
        DISABILITY,
        PURPOSE,
        CHANNEL,
        PLACE_OF_USE,
        SEX,
        GIVER,
        ASKER,
        WAY,
        POINT,
        MEDIUM,
        OUTCOME,
        FORM,
        DIRECTION,
        AUDIENCE,
        DATABASE,
        SOURCE_OF_SUPPLY,
        REASON,
    )
}

_DOCUMENT = ("subject_field", "language", "document_kind")
_READER = ("age_group", "disability")
_EVENT = ("channel", "form", "direction", "audience")

MEASURES: dict[str, Measure] = {
    m.key: m
    for m in (
        Measure("reader_registered", _("readers registered for the year"), _("readers"), (*_READER, "sex")),
        Measure("site_user_registered", _("readers registered on the site"), _("readers"), _READER),
        Measure("electronic_user", _("readers who used electronic resources"), _("readers"), _READER),
        Measure("loan", _("loans"), _("copies"), (*_DOCUMENT, "age_group", "place")),
        Measure("renewal", _("renewals"), _("copies"), (*_DOCUMENT, "age_group")),
        Measure("return", _("returns"), _("copies"), _DOCUMENT),
        Measure("visit", _("visits"), _("visits"), ("purpose", "age_group", "point")),
        Measure("site_visit", _("visits of the site"), _("visits")),
        Measure("home_delivery", _("deliveries to readers at home"), _("deliveries"), ("age_group",)),
        Measure("hold", _("holds placed"), _("holds"), ("age_group",)),
        Measure("exchange_issue", _("copies issued by exchange"), _("copies"), (*_DOCUMENT, "giver")),
        Measure(
            "exchange_loan", _("loans of other libraries' copies"), _("copies"), (*_DOCUMENT, "age_group")
        ),
        Measure("exchange_reader", _("readers who use exchange"), _("readers"), _READER),
        Measure("selection", _("copies selected to order"), _("copies"), ("asker",)),
        Measure("set_lent", _("ready-made sets lent"), _("sets")),
        Measure("interlibrary_loan", _("interlibrary loans"), _("copies"), ("way",)),
        Measure("reminder", _("reminders"), _("messages"), ("medium",)),
        Measure("loss_settled", _("losses settled"), _("copies"), ("outcome",)),
        Measure("event_held", _("events held"), _("events"), _EVENT),
        Measure("event_attended", _("attendance of events"), _("people"), _EVENT),
        Measure("event_viewed", _("views of online events"), _("views"), _EVENT),
        Measure("catalogue_record", _("catalogue records added"), _("records"), ("database",), manual=False),
        Measure("catalogue_edit", _("catalogue records edited"), _("records"), ("database",), manual=False),
        Measure("catalogue_double", _("double records removed"), _("records"), ("database",), manual=False),
        Measure("intake", _("copies taken in"), _("copies"), (*_DOCUMENT, "supply"), manual=False),
        Measure("withdrawal", _("copies withdrawn"), _("copies"), (*_DOCUMENT, "reason"), manual=False),
        Measure("electronic_intake", _("networked documents added"), _("documents"), _DOCUMENT, manual=False),
        Measure(
            "electronic_withdrawal",
            _("networked documents withdrawn"),
            _("documents"),
            (*_DOCUMENT, "reason"),
            manual=False,
        ),
    )
}


@dataclass(frozen=True)
class Level:
    """An amount that stands rather than flows: the sum of `adds` less that of `takes` since the beginning."""

    key: str
    label: Text
    unit: Text
    adds: tuple[str, ...]
    takes: tuple[str, ...] = ()


LEVELS: dict[str, Level] = {
    level.key: level
    for level in (
        Level("stock", _("copies in stock"), _("copies"), ("intake",), ("withdrawal",)),
        Level(
            "catalogue_records",
            _("catalogue records"),
            _("records"),
            ("catalogue_record",),
            ("catalogue_double",),
        ),
    )
}

# What posts lines, in words for the people who read them.
ACTS: dict[str, Text] = {
    "loan": _("loan"),
    "renewal": _("renewal"),
    "visit": _("visit"),
    "registration": _("registration"),
    "hold": _("hold"),
    "transit": _("transit"),
    "set": _("ready-made set"),
    "selection": _("selection"),
    "interlibrary": _("interlibrary loan"),
    "reminder": _("reminder"),
    "loss": _("loss"),
    "delivery": _("home delivery"),
    "site": _("visits of the site"),
    "event": _("event"),
    "record": _("catalogue record"),
    "revision": _("catalogue record edited"),
    "merge": _("double records merged"),
    "intake": _("intake document"),
    "withdrawal": _("withdrawal act"),
    "manual": _("entered by hand"),
}


def described(values: Mapping[str, str]) -> str:
    """Dimension values in words, in the registry's order: "fiction, Kazakh, book"."""
    known = [(labels_of(name), values[name]) for name in DIMENSIONS if name in values]
    return ", ".join(str(labels.get(code, code)) for labels, code in known)


Labels = Callable[[], Mapping[str, Text]]
_TOLD: dict[str, Labels] = {}


def tells_labels(dimension: str) -> Callable[[Labels], Labels]:
    """Registers the words for a dimension whose values a room above keeps in a table of its own (`diary_words.py`)."""

    def keep(said: Labels) -> Labels:
        _TOLD[dimension] = said
        return said

    return keep


def labels_of(dimension: str) -> Mapping[str, Text]:
    """Code -> words, whichever room keeps them."""
    told = _TOLD.get(dimension)
    return DIMENSIONS[dimension].values or (told() if told else {})
