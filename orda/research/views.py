"""Pages of the studies of readers."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.plain_csv import to_csv
from orda.network.rights import STUDY_READERS, StaffRequest, may, needs
from orda.network.workplace import asked_unit, choices_of
from orda.research import plots, queries
from orda.research.groups import TOGETHER, Group, Key
from orda.research.queries import QUESTIONS, Question, Study

LONGEST = 366 * 3  # days


class StudyForm(forms.Form):
    """What is asked: a question, a period of at most three years."""

    question = forms.ChoiceField(
        label=gettext_lazy("Question"), choices=[(key, one.title) for key, one in QUESTIONS.items()]
    )
    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("last", _("At most three years at once."))
        return found


@dataclass(frozen=True)
class Asked:
    unit: Unit
    libraries: list[Unit]
    question: Question
    first: datetime.date
    last: datetime.date

    def study(self) -> Study:
        return queries.study(self.question, self.libraries, self.first, self.last)


@require_safe
@needs(STUDY_READERS)
def readers(request: StaffRequest) -> HttpResponse:
    """What each group of readers read: plot, table, the titles of one group."""
    form, asked = _asked(request)
    context: dict[str, Any] = {"form": form, "asked": asked, "refused": asked is None}
    if asked is not None:
        found = asked.study()
        context |= {"study": found, "plot": plots.plot_of(found), "query": request.GET.urlencode()}
        context |= _of_group(request, asked, found)
    units = [unit for unit in choices_of(request) if may(request.user, STUDY_READERS, unit)]
    return render(
        request, "research/readers.html", {**context, "units": units}, status=422 if asked is None else 200
    )


@require_safe
@needs(STUDY_READERS)
def readers_file(request: StaffRequest) -> HttpResponse:
    """The study's table as CSV."""
    _form, asked = _asked(request)
    if asked is None:
        return HttpResponse(status=422)
    found = asked.study()
    heads = [_("Group"), _("readers"), _("loans"), _("loans a reader"), *found.labels]
    rows = [
        [
            one.group.label,
            one.group.people,
            one.loans,
            round(one.a_person, 1),
            *(part.loans for part in one.parts),
        ]
        for one in found.readings
    ]
    name = f"orda-{asked.question.key}-{asked.first}-{asked.last}.csv"
    answer = HttpResponse(to_csv([heads, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: StaffRequest) -> tuple[StudyForm, Asked | None]:
    """Without a choice: what the year's readers read about, where the person works."""
    unit = asked_unit(request, STUDY_READERS)
    today = clock.today()
    usual = {"question": "fields", "first": today.replace(month=1, day=1), "last": today}
    form = StudyForm({**usual, **{name: request.GET[name] for name in usual if name in request.GET}})
    if not form.is_valid():
        return form, None
    what = form.cleaned_data
    libraries = list(network.libraries(unit))
    return form, Asked(
        unit, libraries, QUESTIONS[what["question"]], *queries.whole_months(what["first"], what["last"])
    )


def _of_group(request: HttpRequest, asked: Asked, found: Study) -> dict[str, Any]:
    """The titles of the group that was chosen, of the first one otherwise."""
    groups = [one.group for one in found.readings if one.group.key != TOGETHER]
    by_name: dict[str, Group] = {"-".join(group.key): group for group in groups}
    chosen = by_name.get(request.GET.get("group", ""), groups[0] if groups else None)
    if chosen is None:
        return {}
    key: Key = chosen.key
    return {
        "groups": by_name,
        "chosen": chosen,
        "titles": queries.titles(key, asked.libraries, asked.first, asked.last),
    }
