"""Classes and kindergartens that borrow as one: registered, changed."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Unit
from orda.readers.cards.services import card_of, check_card_number
from orda.readers.phones import written
from orda.readers.refusals import BadReaderField, NoLongerAReader
from orda.readers.registering.checking import MOST_MEMBERS, check_class, check_phone
from orda.readers.registering.models import Reader
from orda.readers.registering.services import create
from orda.readers.typed import check_text
from orda.readers.words.services import folded_name, index_words
from orda.readers.years.ages import class_said_on, grade_of
from orda.readers.years.services import register_for_year


@dataclass(frozen=True)
class Group:
    """What is said of a group. `leader` is the teacher who answers for it."""

    name: str
    members: int
    school: str = ""
    school_class: str = ""
    school_year: int | None = (
        None  # of which the class is: the year in which it begins; None: the running one
    )
    leader: str = ""
    phone: str = ""


@transaction.atomic
def register_group(
    name: str,
    *,
    library: Unit,
    card_number: str = "",
    day: datetime.date | None = None,
    by_id: int | None = None,
    **said: Any,
) -> Reader:
    """Gives a class or a kindergarten a card with which it borrows as one; it counts as no reader of the year.

    `said`: the rest of Group. Raises BadReaderField and CardTaken.
    """
    day = day or clock.today()
    kept = _kept_of(Group(name, **said), day)
    check_card_number(card_number)
    reader = create(
        **kept,
        card_number=card_of(card_number),
        category=Reader.Category.GROUP,
        library=library,
        created_on=day,
    )
    register_for_year(reader, library=library, day=day, by_id=by_id)
    return reader


@transaction.atomic
def change_group(group: Reader, name: str, *, day: datetime.date | None = None, **said: Any) -> Reader:
    """Writes down what has changed of a group: its teacher, its members, its class. Card and library stay.

    Raises BadReaderField and NoLongerAReader.
    """
    kept = _kept_of(Group(name, **said), day or clock.today())
    standing = Reader.objects.filter(category=Reader.Category.GROUP, merged_into=None, erased_on=None)
    found = standing.select_for_update().filter(pk=group.pk).first()
    if found is None:
        raise NoLongerAReader
    if kept["school_class"] == found.school_class:
        del kept["grade"], kept["grade_said_on"]
    for column, value in kept.items():
        setattr(found, column, value)
    found.save(update_fields=list(kept))
    index_words([found])
    return found


def _kept_of(group: Group, day: datetime.date) -> dict[str, Any]:
    """The group as its row keeps it. Raises BadReaderField at the first field that is wrong."""
    for field, text, longest, needed in (
        *(("family_name", group.name, 80, True), ("school", group.school, 120, False)),
        *(("school_class", group.school_class, 8, False), ("guardian_name", group.leader, 160, True)),
    ):
        check_text(field, text, longest, needed)
    check_phone("phone", group.phone)
    check_class(group.school_class, group.school_year, day)
    if not 1 <= group.members <= MOST_MEMBERS:
        raise BadReaderField("members", _("A group has 1 to 500 members."))
    return {
        "family_name": group.name.strip(),
        "folded_name": folded_name(group.name, "", ""),
        "members": group.members,
        "school": group.school.strip(),
        "school_class": group.school_class.strip(),
        "grade": grade_of(group.school_class) or 0,
        "grade_said_on": class_said_on(day, group.school_year),
        "guardian_name": group.leader.strip(),
        "guardian_phone": written(group.phone),
    }
