"""Families: who lives together and how their parent is reached."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orda.network import clock, reach
from orda.readers.phones import written
from orda.readers.refusals import BadReaderField, NoLongerAReader
from orda.readers.registering.checking import (
    NEEDS_GUARDIAN_UNDER,
    OF_AGE,
    THIS_READER,
    WHOLE_FAMILY,
    NewReader,
)
from orda.readers.registering.models import Family, Reader
from orda.readers.spelling import name_key
from orda.readers.words.services import batched, index_words
from orda.readers.years.ages import age_on

AT_ONCE = 500


def family_of(form: NewReader, *, at: int) -> Family | None:
    """The family that a form speaks of: the one already kept with that parent and telephone in the network of the
    unit `at`, else a new one.

    Nobody's where the form says no way to reach a parent: then there is nothing to keep. Raises BadReaderField at
    "for_whom" where it says otherwise than the family has, and not whom that holds for.
    """
    name, phone = _parent_of(form)
    if not (phone or form.email):
        return None
    family = _as_said(_kept_with(name, phone, at) or Family(name=name, phone=phone), form)
    family.save()
    return family


class Families:
    """`family_of` for many forms, one after the other: families are read once, and kept by `keep`."""

    def __init__(self, forms: Iterable[tuple[NewReader, int]]) -> None:
        """`forms`: each with the library that it is for."""
        phones: dict[int, set[str]] = {}  # by network
        at: dict[int, int] = {}
        for form, library_id in forms:
            network = reach.network_id(library_id)
            at[network] = library_id
            phones.setdefault(network, set()).add(_parent_of(form)[1])
        self._by_phone: dict[tuple[int, str], list[Family]] = {}
        for network, theirs in phones.items():
            for part in batched(sorted(theirs - {""}), AT_ONCE):
                for family in _kept_at(at[network], phone__in=part):
                    self._by_phone.setdefault((network, family.phone), []).append(family)
        self._said: list[Family] = []

    def of(self, form: NewReader, library_id: int) -> Family | None:
        """The form's family, not yet kept."""
        name, phone = _parent_of(form)
        if not (phone or form.email):
            return None
        whose = (reach.network_id(library_id), phone)
        known = self._by_phone.setdefault(whose, []) if phone else []
        family = _with_name(known, name)
        if family is None:
            family = Family(name=name, phone=phone)
            known.append(family)
        self._said.append(_as_said(family, form))
        return family

    def keep(self) -> None:
        """Writes down what the forms said, new families in the order of their forms."""
        once = list({id(family): family for family in self._said}.values())
        known = [family for family in once if family.pk]
        Family.objects.bulk_create([family for family in once if not family.pk], batch_size=AT_ONCE)
        Family.objects.bulk_update(
            known, ["email", "language", "reached_by", "many_children"], batch_size=AT_ONCE
        )


def family_after(reader: Reader, form: NewReader) -> Family | None:
    """The family after a change of one of its readers. Another family's parent and telephone make the reader theirs.

    What the form says of parent and reminders, or no longer says, holds for the whole family or for this reader
    alone, who then has a home of their own. Raises BadReaderField at "for_whom" where there are others and nobody was
    asked.
    """
    name, phone = _parent_of(form)
    family, known = reader.family, _kept_with(name, phone, reader.library_id)
    if family is None or (known is not None and known.pk != family.pk):
        return family_of(form, at=reader.library_id)
    if not _changes(family, form):
        return family
    if members_of(family).exclude(pk=reader.pk).exists():
        if form.for_whom not in (THIS_READER, WHOLE_FAMILY):
            raise BadReaderField(
                "for_whom", _("Is this changed for this reader only, or for the whole family?")
            )
        if form.for_whom == THIS_READER:
            return _home_apart(family, known, form)
    before = (family.name, family.phone)
    family.name, family.phone, family.email = name, phone, form.email.strip()
    family.language, family.reached_by = form.language or family.language, form.reached_by
    family.many_children = form.many_children
    family.save()
    _tell_siblings(reader, family, *before)
    return family


def members_of(family: Family) -> QuerySet[Reader]:
    """The readers of a family who are readers still."""
    return Reader.objects.filter(family=family, erased_on=None, merged_into=None)


@transaction.atomic
def leave_family(reader: Reader) -> None:
    """A grown-up reader is no longer of the family: nobody but they themselves is written to about them.

    From 18 on no parent is kept of them. Raises NoLongerAReader, and BadReaderField of a child under 16, who needs
    one: their parent is changed instead.
    """
    reader = Reader.objects.select_for_update(of=("self",)).select_related("family").get(pk=reader.pk)
    if reader.merged_into_id or reader.erased_on:
        raise NoLongerAReader
    today = clock.today()
    if reader.birth_date is None or age_on(reader.birth_date, today) < NEEDS_GUARDIAN_UNDER:
        raise BadReaderField("guardian_name", _("A child under 16 needs a parent or guardian."))
    family = reader.family
    if age_on(reader.birth_date, today) >= OF_AGE:
        reader.guardian_name = reader.guardian_phone = ""
    reader.family = None
    if family is not None and (reader.phone or reader.email):
        reached = {Family.By.EMAIL: reader.email, Family.By.SMS: reader.phone}.get(family.reached_by, "")  # type: ignore[call-overload]
        reader.family = Family.objects.create(
            name=reader.full_name[:160],
            phone=reader.phone,
            email=reader.email,
            language=family.language,
            reached_by=family.reached_by if reached else "",
        )
    reader.save(update_fields=["family", "guardian_name", "guardian_phone"])
    index_words([reader])
    tidy_family(family.pk if family else None)


def _home_apart(family: Family, known: Family | None, form: NewReader) -> Family | None:
    """A family of this reader alone; the same parent at the same telephone can't be two."""
    if known is not None:
        raise BadReaderField(
            "for_whom",
            _("Parent and telephone are the family's: what is changed of them holds for all of it."),
        )
    name, phone = _parent_of(form)
    if not (phone or form.email):
        return None
    apart = Family(name=name, phone=phone, language=family.language)
    apart = _as_said(apart, form)
    apart.save()
    return apart


def _changes(family: Family, form: NewReader) -> bool:
    """True where a form of change says otherwise than the family has."""
    said = (*_parent_of(form), form.email.strip(), form.reached_by, form.many_children)
    kept = (family.name, family.phone, family.email, family.reached_by, family.many_children)
    return said != kept or (bool(form.language) and form.language != family.language)


def _tell_siblings(reader: Reader, family: Family, name: str, phone: str) -> None:
    """Brothers and sisters have the same parent at the same telephone as before, so they have the new one too."""
    if (name, phone) == (family.name, family.phone):
        return
    siblings = list(Reader.objects.filter(family=family, guardian_phone=phone).exclude(pk=reader.pk))
    for one in siblings:
        one.guardian_phone = family.phone
        if name_key(one.guardian_name) == name_key(name):
            one.guardian_name = family.name
    Reader.objects.bulk_update(siblings, ["guardian_phone", "guardian_name"])
    index_words(siblings)


def _parent_of(form: NewReader) -> tuple[str, str]:
    """(name, telephone) of whoever is written to: the parent, else the reader."""
    name = (form.guardian_name or f"{form.family_name} {form.given_name}").strip()
    return name[:160], written(form.guardian_phone or form.phone)


def _kept_with(name: str, phone: str, at: int) -> Family | None:
    return _with_name(_kept_at(at, phone=phone), name) if phone else None


def _kept_at(at: int, **wanted: object) -> QuerySet[Family]:
    """Families of the network to which a unit belongs."""
    found = Family.objects.filter(**wanted).order_by("pk")
    own = reach.within(at, "readers__library")
    return found.filter(own).distinct() if own else found


def _with_name(families: Iterable[Family], name: str) -> Family | None:
    return next((family for family in families if name_key(family.name) == name_key(name)), None)


def _as_said(family: Family, form: NewReader) -> Family:
    """Later forms add what they know and take nothing away; what they say otherwise holds where somebody was asked."""
    said = {
        "email": form.email.strip(),
        "language": form.language,
        "reached_by": form.reached_by,
    }
    for name, value in said.items():
        kept = getattr(family, name)
        otherwise = bool(family.pk and value and kept and value != kept)
        if otherwise and form.for_whom not in (THIS_READER, WHOLE_FAMILY):
            raise BadReaderField(
                "for_whom", _("The family has it otherwise. Is it changed for all of them, or left as it is?")
            )
        if value and not (otherwise and form.for_whom == THIS_READER):
            setattr(family, name, value)
    family.many_children = form.many_children or family.many_children
    return family


@transaction.atomic
def tidy_family(family_id: int | None) -> None:
    """Forgets a family that nobody belongs to any more."""
    if family_id is not None:
        Family.objects.filter(pk=family_id, readers=None).delete()
