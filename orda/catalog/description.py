"""What a record says, in the library's words, whatever family of MARC it was read from."""

import re
from dataclasses import dataclass
from itertools import chain

_VOLUME_ONLY = re.compile(
    r"(?:(?:вып|т|том|ч|кн|№|сб|бөл|шығ|v|vol|no|pt)[. ]*)?[\dIVXLC]+\b[\W\d]*$|(?:вып|т|ч|кн|№)\. ?\S+$",
    re.I,
)
# "12+", "12 +", "(16+)"; not the end of a longer number.
_AGE_MARK = re.compile(r"(?<!\d)(\d{1,2})\s?\+")
OLDEST_MARK = 21


@dataclass(frozen=True)
class Description:
    """A publication as its record describes it. Empty text or an empty tuple where the record is silent.

    `kind`: book, article, serial, electronic, audiovisual. `year`: of publication. `isbns`: without hyphens.
    `language`: MARC code (kaz, rus, eng). `udc`, `bbk`: the first class number of each scheme.
    `host`: the journal or the whole of which an article or a volume is a part, `host_part` where in it.
    """

    title: str = ""
    subtitle: str = ""
    responsibility: str = ""
    author: str = ""
    other_names: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    kind: str = "book"
    year: int | None = None
    language: str = ""
    isbns: tuple[str, ...] = ()
    udc: str = ""
    bbk: str = ""
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    edition: str = ""
    place: str = ""
    publisher: str = ""
    extent: str = ""
    series: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    abstract: str = ""
    audience: str = ""
    host: str = ""
    host_part: str = ""
    control_number: str = ""

    @property
    def isbn(self) -> str:
        return self.isbns[0] if self.isbns else ""

    @property
    def age_mark(self) -> int | None:
        """From what age it may be read, in years, where the record says so: "6+", "12+"; "0+" is for everybody."""
        said = _AGE_MARK.search(self.audience)
        years = int(said.group(1)) if said else 0
        return years if 0 < years <= OLDEST_MARK else None

    @property
    def searched(self) -> str:
        """All that is searched besides the title and the author."""
        one = (self.subtitle, self.responsibility, self.publisher, self.host, self.abstract)
        many = (self.other_titles, self.other_names, self.series, self.subjects, self.keywords, self.isbns)
        return " ".join(text for text in (*one, *chain.from_iterable(many)) if text)

    @property
    def shown_title(self) -> str:
        """The title as a list shows it: a bare volume number is followed by the title of the whole."""
        if self.host and self.kind != "article" and _VOLUME_ONLY.match(self.title):
            return f"{self.title} ({self.host})"
        return self.title
