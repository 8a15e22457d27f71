"""Forms of the plan's pages: a line and its targets, a count by hand, a comment, a piece of prose."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.alike import MayBeAlike
from orda.network.models import Unit
from orda.planning.document.models import Line

EVENT_TEXTS = ("form_kk", "form_ru", "audience_kk", "audience_ru")
TEXTS = ("content_kk", "content_ru", *EVENT_TEXTS, "performers", "quarters", "month", "day")


class LineForm(forms.Form):
    """A line of the plan: its words in both languages, performers, term, and its target by quarter."""

    content_kk = forms.CharField(
        label=_("Content in Kazakh"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    content_ru = forms.CharField(
        label=_("Content in Russian"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
    form_kk = forms.CharField(label=_("Form in Kazakh"), max_length=300, required=False)
    form_ru = forms.CharField(label=_("Form in Russian"), max_length=300, required=False)
    audience_kk = forms.CharField(label=_("Readers in Kazakh"), max_length=120, required=False)
    audience_ru = forms.CharField(label=_("Readers in Russian"), max_length=120, required=False)
    performers = forms.CharField(
        label=_("Performers"), max_length=120, required=False, help_text=_("Codes of libraries: ОҚК 1б 5б")
    )
    quarters = forms.RegexField(
        r"^1?2?3?4?$",
        label=_("Quarters"),
        required=False,
        help_text=_("1234 is the whole year, 23 the second and the third."),
    )
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12, required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}))
    target_0 = forms.DecimalField(
        label=_("Target of the year"), min_value=0, max_digits=14, decimal_places=4, required=False
    )
    target_1 = forms.DecimalField(
        label=_("Quarter I"), min_value=0, max_digits=14, decimal_places=4, required=False
    )
    target_2 = forms.DecimalField(
        label=_("Quarter II"), min_value=0, max_digits=14, decimal_places=4, required=False
    )
    target_3 = forms.DecimalField(
        label=_("Quarter III"), min_value=0, max_digits=14, decimal_places=4, required=False
    )
    target_4 = forms.DecimalField(
        label=_("Quarter IV"), min_value=0, max_digits=14, decimal_places=4, required=False
    )

    @classmethod
    def of(cls, line: Line, targets: dict[int, Decimal]) -> "LineForm":
        initial: dict[str, Any] = {name: getattr(line, name) for name in TEXTS}
        initial |= {f"target_{quarter}": value.normalize() for quarter, value in targets.items()}
        initial = {name: f"{v:f}" if isinstance(v, Decimal) else v for name, v in initial.items()}
        return cls(initial=initial)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        year = self.data.get("year")
        if day and year and str(day.year) != year:
            raise forms.ValidationError(_now("The day lies outside the year of the plan."))
        return day

    @property
    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def targets(self) -> dict[int, Decimal | None]:
        return {quarter: self.cleaned_data[f"target_{quarter}"] for quarter in range(5)}


class CountForm(MayBeAlike):
    """A count by hand for a line, with its note and evidence."""

    library = forms.ModelChoiceField(label=_("Library"), queryset=Unit.objects.none(), to_field_name="code")
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    quantity = forms.IntegerField(label=_("How many"), min_value=0, max_value=10_000_000)
    note = forms.CharField(
        label=_("Note"), max_length=400, help_text=_("What was done, and where it is recorded.")
    )
    attachment = forms.FileField(
        label=_("Attachment"), required=False, help_text=_("PDF, picture or office document, at most 10 MB.")
    )

    def __init__(self, *args: Any, units: list[Unit], done: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": clock.today(), "quantity": 1 if done else None})
        super().__init__(*args, **kwargs)
        field = self.fields["library"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.empty_label = None


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea({"rows": 2}))


class PassageForm(forms.Form):
    text_kk = forms.CharField(label=_("Kazakh"), max_length=20_000, widget=forms.Textarea({"rows": 10}))
    text_ru = forms.CharField(
        label=_("Russian"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 10})
    )
