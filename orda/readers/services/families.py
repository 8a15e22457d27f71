"""Families: who lives together and how their parent is reached."""

from django.db import transaction

from orda.readers.models import Family
from orda.readers.services.checking import NewReader
from orda.readers.spelling import name_key


def family_of(form: NewReader) -> Family | None:
    """The family that a form speaks of: the one already kept with that parent and telephone, else a new one.

    Nobody's where the form says no way to reach a parent: then there is nothing to keep.
    """
    name = (form.guardian_name or f"{form.family_name} {form.given_name}").strip()
    phone = (form.guardian_phone or form.phone).strip()
    if not (phone or form.email):
        return None
    if phone:
        for family in Family.objects.filter(phone=phone):
            if name_key(family.name) == name_key(name):
                return _as_said(family, form)
    return _as_said(Family(name=name[:160], phone=phone), form)


def _as_said(family: Family, form: NewReader) -> Family:
    """Later forms add what they know and take nothing away."""
    family.email = form.email.strip() or family.email
    family.language = form.language
    family.reached_by = form.reached_by or family.reached_by
    family.many_children = form.many_children or family.many_children
    family.save()
    return family


@transaction.atomic
def tidy_family(family_id: int | None) -> None:
    """Forgets a family that nobody belongs to any more."""
    if family_id is not None:
        Family.objects.filter(pk=family_id, readers=None).delete()
