"""The page of a whole family: a parent, and as many children as are asked for. Reads what was posted, no more."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from orda.network.refusals import Refusal
from orda.readers.registering.checking import NewReader
from orda.readers.registering.forms import MOST_CHILDREN, ParentForm, PersonForm
from orda.readers.registering.models import Reader

AT_FIRST = 1  # children
_KEPT_FOR_THE_NEXT = ("family_name", "school")


class FamilyPage:
    """The forms of a family. A child of whom nothing was typed is left out."""

    def __init__(self, posted: QueryDict | None, *, needs: bool) -> None:
        self.needs = needs
        self.parent = ParentForm(posted, prefix="parent")
        numbers = _numbers(posted) if posted is not None else range(AT_FIRST)
        self.children = [self.child(number, posted) for number in numbers]

    def child(
        self, number: int, posted: QueryDict | None, initial: Mapping[str, Any] | None = None
    ) -> PersonForm:
        return PersonForm(
            posted,
            prefix=f"child{number}",
            needs=self.needs,
            initial=initial,
            empty_permitted=number > 0,
            use_required_attribute=False,
        )

    def next_child(self, posted: QueryDict) -> PersonForm | None:
        """One more child, with the family name and the school of the one before; None where there are enough."""
        numbers = _numbers(posted)
        number = numbers[-1] + 1 if numbers else 0
        if number >= MOST_CHILDREN:
            return None
        before = {name: posted.get(f"child{number - 1}-{name}", "") for name in _KEPT_FOR_THE_NEXT}
        form = self.child(number, None, before)
        form.fields["family_name"].widget.attrs["autofocus"] = ""
        return form

    @property
    def typed(self) -> list[PersonForm]:
        return [form for form in self.children if form.has_changed()]

    def is_valid(self) -> bool:
        """Every form is looked at, so that all that is wrong is shown at once."""
        return all([self.parent.is_valid(), *(form.is_valid() for form in self.children)])

    def as_new_readers(self) -> list[NewReader]:
        """Whoever becomes a reader: the parent first, if they do."""
        parent, data = self.parent, self.parent.cleaned_data
        common = {**parent.reach(), "consent_by": parent.name}
        readers = [
            NewReader(
                **form.person(),
                **common,
                guardian_name=parent.name,
                guardian_phone=data["phone"],
                category=Reader.Category.CHILD,
            )
            for form in self.typed
        ]
        if data["reads"]:
            own = {name: data[name] for name in ("family_name", "given_name", "birth_date", "sex", "iin")}
            card = {"card_number": data["card_number"], "phone": data["phone"]}
            readers.insert(0, NewReader(**own, **card, **common, category=Reader.Category.LEADER))
        return readers

    def form_of(self, member: int) -> ParentForm | PersonForm:
        """The form of one of `as_new_readers`, by its place."""
        if self.parent.cleaned_data["reads"]:
            return self.typed[member - 1] if member else self.parent
        return self.typed[member]

    def refuse(self, member: int, refusal: Refusal) -> None:
        """Shows a refusal at the member it is about; of a parent's telephone at the parent."""
        field = getattr(refusal, "field", "")
        if field in (
            "guardian_phone",
            "guardian_name",
            "email",
            "reached_by",
            "consent_by",
            "consent_messages",
            "language",
            "for_whom",
        ):
            shown = {"guardian_phone": "phone", "guardian_name": "family_name"}.get(field, field)
            self.parent.add_error(shown if shown in self.parent.fields else None, str(refusal))
        else:
            self.form_of(member).refuse(refusal)


def _numbers(posted: QueryDict) -> list[int]:
    return [number for number in range(MOST_CHILDREN) if f"child{number}-family_name" in posted]
