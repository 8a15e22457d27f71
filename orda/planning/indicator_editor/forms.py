"""The form of an indicator: its words, its year, and of a count the rows of its terms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.network import clock
from orda.planning.indicator_editor.services import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_LABEL,
    LONGEST_UNIT,
    Definition,
)
from orda.planning.indicators.added import LANGUAGES, Words, terms_of
from orda.planning.indicators.checks import MOST_TERMS, IndicatorRefused
from orda.planning.indicators.declared import STOCK, Count, Rows, Term
from orda.planning.indicators.models import IndicatorVersion
from orda.planning.indicators.values import stated_values

Data = QueryDict
Kind = IndicatorVersion.Kind
USUAL_MEASURE = "loan"
SIGNS = {"1": _("add"), "-1": _("take off")}


def _words(label: Text, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest)  # type: ignore[arg-type]


class TermForm(forms.Form):
    """A term: a measure, added or taken off, and one value (or all) of each dimension that it carries."""

    def __init__(self, data: Data | None = None, *, place: int, said: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=f"term{place}", initial={"sign": "1", "measure": USUAL_MEASURE, **said})
        measure = MEASURES.get(str(said.get("measure")), MEASURES[USUAL_MEASURE])
        self.fields["sign"] = forms.ChoiceField(label=_("Added or taken off"), choices=SIGNS.items())
        self.fields["measure"] = forms.ChoiceField(
            label=_("What the diary counts"),
            choices=[(one.key, f"{one.label} ({one.unit})") for one in MEASURES.values()],
        )
        self.told_apart = measure.dimensions
        for name in self.told_apart:
            self.fields[name] = forms.ChoiceField(
                label=str(DIMENSIONS[name].label).capitalize(),
                choices=[("", _now("all")), *stated_values(name).items()],
                required=False,
            )

    @property
    def dimensions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.told_apart]

    @property
    def term(self) -> Term:
        chosen = {name: self.cleaned_data[name] for name in self.told_apart}
        where = {name: value for name, value in chosen.items() if value}
        return Term(self.cleaned_data["measure"], where, int(self.cleaned_data["sign"]))


class IndicatorForm(forms.Form):
    """An indicator of one kind. `rows`: what it may lie inside, or divide; `fresh`: it has no key yet.

    What was filled in is `judged` when it is to be tried or kept, else only shown again.
    """

    def __init__(
        self,
        data: Data | None = None,
        *,
        kind: str,
        rows: Rows,
        fresh: bool,
        judged: bool = True,
        terms: Sequence[Term] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        shown = dict(data.items()) if data is not None else dict(initial or {})
        super().__init__(data if judged else None, initial=shown)
        self.kind = kind
        if fresh:
            self.fields["key"] = forms.CharField(
                label=_("Key"),
                max_length=40,
                help_text=_("Small Latin letters, digits, underscores: it stands in addresses and files."),
            )
        self.fields["label_kk"] = _words(_("Name in Kazakh"), LONGEST_LABEL)
        self.fields["label_ru"] = _words(_("Name in Russian"), LONGEST_LABEL)
        self.fields["label_en"] = _words(_("Name in English"), LONGEST_LABEL)
        self.fields["valid_from"] = forms.IntegerField(
            label=_("From the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, initial=clock.today().year
        )
        if kind == Kind.OF_WHICH:
            wholes = [(row.key, row.label) for row in rows.indicators.values() if isinstance(row, Count)]
            self.fields["of_which_of"] = forms.ChoiceField(
                label=_("Of which count it is a part"), choices=wholes
            )
        if kind == Kind.RATE:
            self._add_sides(rows)
        self.terms = [] if kind == Kind.RATE else self._terms(data, terms)

    def _add_sides(self, rows: Rows) -> None:
        counted = [(row.key, row.label) for row in rows.counted.values()]
        self.fields["numerator"] = forms.ChoiceField(label=_("What is divided"), choices=counted)
        self.fields["denominator"] = forms.ChoiceField(
            label=_("By what it is divided"), choices=[*counted, (STOCK.key, STOCK.label)], initial="readers"
        )
        self.fields["scale"] = forms.IntegerField(
            label=_("Multiplied by"), min_value=1, initial=1, help_text=_("100 gives a percentage.")
        )
        self.fields["unit_kk"] = _words(_("Unit in Kazakh"), LONGEST_UNIT)
        self.fields["unit_ru"] = _words(_("Unit in Russian"), LONGEST_UNIT)
        self.fields["unit_en"] = _words(_("Unit in English"), LONGEST_UNIT)

    def _terms(self, data: Data | None, terms: Sequence[Term]) -> list[TermForm]:
        if data is None:
            said = [{"measure": one.measure, "sign": str(one.sign), **one.where} for one in terms]
            return [TermForm(place=n, said=one) for n, one in enumerate(said or [{}])]
        found = []
        for place in (n for n in range(MOST_TERMS) if f"term{n}-measure" in data):
            before = f"term{place}-"
            filled = {name.removeprefix(before): data[name] for name in data if name.startswith(before)}
            found.append(TermForm(data if self.is_bound else None, place=place, said=filled))
        return found or [TermForm(place=0, said={})]

    @classmethod
    def of(cls, version: IndicatorVersion, rows: Rows) -> "IndicatorForm":
        """Filled in with a version, to be defined otherwise from this year on."""
        names = ("label", "unit") if version.kind == Kind.RATE else ("label",)
        initial = {f"{name}_{one}": getattr(version, f"{name}_{one}") for name in names for one in LANGUAGES}
        initial |= {
            name: getattr(version, name) for name in ("of_which_of", "numerator", "denominator", "scale")
        }
        terms = terms_of(version.terms)
        return cls(kind=version.kind, rows=rows, fresh=False, terms=terms, initial=initial)

    def is_valid(self) -> bool:
        fine = not any(one.errors for one in self.terms)
        if super().is_valid() and not fine:
            self.add_error(None, _now("A term needs another look."))
        return fine and super().is_valid()

    def without(self, prefix: str) -> None:
        """Takes a row of terms away; the last one stays."""
        kept = [one for one in self.terms if one.prefix != prefix]
        self.terms = kept or self.terms

    def with_another(self) -> None:
        """Another row of terms, as long as there may be one."""
        taken = {one.prefix for one in self.terms}
        free = [n for n in range(MOST_TERMS) if f"term{n}" not in taken]
        if free:
            self.terms.append(TermForm(place=free[0], said={}))

    @property
    def full(self) -> bool:
        return len(self.terms) >= MOST_TERMS

    def refuse(self, refusal: IndicatorRefused) -> None:
        """Shows a refusal at the field it speaks of; of terms above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    @property
    def definition(self) -> Definition:
        said: Mapping[str, Any] = self.cleaned_data
        label = Words(**{one: said[f"label_{one}"] for one in LANGUAGES})
        if self.kind == Kind.RATE:
            unit = Words(**{one: said[f"unit_{one}"] for one in LANGUAGES})
            sides = {name: said[name] for name in ("numerator", "denominator", "scale")}
            return Definition(self.kind, label, unit=unit, **sides)
        terms = tuple(one.term for one in self.terms)
        return Definition(self.kind, label, terms=terms, of_which_of=said.get("of_which_of", ""))
