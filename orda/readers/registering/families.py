"""Families: who lives together and how their parent is reached."""

from collections.abc import Iterable

from django.db import transaction

from orda.readers.registering.checking import NewReader
from orda.readers.registering.models import Family, Reader
from orda.readers.spelling import name_key
from orda.readers.words.services import batched, index_words

AT_ONCE = 500


def family_of(form: NewReader) -> Family | None:
    """The family that a form speaks of: the one already kept with that parent and telephone, else a new one.

    Nobody's where the form says no way to reach a parent: then there is nothing to keep.
    """
    name, phone = _parent_of(form)
    if not (phone or form.email):
        return None
    family = _as_said(_kept_with(name, phone) or Family(name=name, phone=phone), form)
    family.save()
    return family


class Families:
    """`family_of` for many forms, one after the other: families are read once, and kept by `keep`."""

    def __init__(self, forms: Iterable[NewReader]) -> None:
        phones = {phone for _name, phone in map(_parent_of, forms) if phone}
        self._by_phone: dict[str, list[Family]] = {}
        for part in batched(sorted(phones), AT_ONCE):
            for family in Family.objects.filter(phone__in=part).order_by("pk"):
                self._by_phone.setdefault(family.phone, []).append(family)
        self._said: list[Family] = []

    def of(self, form: NewReader) -> Family | None:
        """The form's family, not yet kept."""
        name, phone = _parent_of(form)
        if not (phone or form.email):
            return None
        known = self._by_phone.setdefault(phone, []) if phone else []
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
    """The family after a change of one of its readers: what the form says of parent and reminders holds for all of
    them, and what it no longer says is taken away. Another family's parent and telephone make the reader theirs.
    """
    name, phone = _parent_of(form)
    family, known = reader.family, _kept_with(name, phone)
    if family is None or (known is not None and known.pk != family.pk):
        return family_of(form)
    before = (family.name, family.phone)
    family.name, family.phone, family.email = name, phone, form.email.strip()
    family.language, family.reached_by = form.language, form.reached_by
    family.many_children = form.many_children
    family.save()
    _tell_siblings(reader, family, *before)
    return family


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
    return name[:160], (form.guardian_phone or form.phone).strip()


def _kept_with(name: str, phone: str) -> Family | None:
    if not phone:
        return None
    return _with_name(Family.objects.filter(phone=phone), name)


def _with_name(families: Iterable[Family], name: str) -> Family | None:
    return next((family for family in families if name_key(family.name) == name_key(name)), None)


def _as_said(family: Family, form: NewReader) -> Family:
    """Later forms add what they know and take nothing away."""
    family.email = form.email.strip() or family.email
    family.language = form.language
    family.reached_by = form.reached_by or family.reached_by
    family.many_children = form.many_children or family.many_children
    return family


@transaction.atomic
def tidy_family(family_id: int | None) -> None:
    """Forgets a family that nobody belongs to any more."""
    if family_id is not None:
        Family.objects.filter(pk=family_id, readers=None).delete()
