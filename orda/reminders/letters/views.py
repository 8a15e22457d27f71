"""Claim letters: whom to write to, the register, the letters as files."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import REMIND, StaffRequest, needs
from orda.readers.looks import note_looks
from orda.reminders.letters import queries, services
from orda.reminders.letters.letters_docx import letters_docx
from orda.reminders.letters.models import ClaimLetter
from orda.reminders.letters.paper import letters_pdf
from orda.reminders.messages.queries import spoken_of
from orda.reminders.overdue.queries import Asked, late_readers, with_their_loans

ON_A_PAGE, MOST_AT_ONCE = 40, 200
LONG_OVERDUE = 30  # days
TYPES = {
    "pdf": ("application/pdf", letters_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", letters_docx),
}


@require_safe
@needs(REMIND)
def register(request: StaffRequest) -> HttpResponse:
    """The register of a year; `written=1,2` are the letters just written, to be printed together."""
    asked = request.GET.get("year", "")
    year = clock.year_asked(asked)
    page = Paginator(queries.register(request.workplace, year), ON_A_PAGE).get_page(request.GET.get("page"))
    about = spoken_of([letter.message_id for letter in page])
    note_looks({one for readers in about.values() for one in readers}, staff_id=request.user.pk)
    context = {
        "page": page,
        "year": year,
        "years": sorted({year, clock.today().year, *queries.register_years(request.workplace)}, reverse=True),
        "written": ",".join(str(one) for one in _numbers(request.GET.get("written", ""))),
    }
    return render(request, "letters/letters.html", context)


@require_http_methods(["GET", "POST"])
@needs(REMIND)
def write(request: StaffRequest) -> HttpResponse:
    """Those who are long overdue, ticked; a letter to each of their families."""
    unit, day = request.workplace, clock.today()
    if unit.kind != Unit.Kind.LIBRARY:
        messages.error(request, _("A letter is numbered in a library's register. Choose the library."))
        return redirect("letters")
    if request.method == "POST":
        return _written(request)
    asked = Asked(days=LONG_OVERDUE)
    found = late_readers(unit, day, asked)[:MOST_AT_ONCE]
    late = with_their_loans([int(row["reader"]) for row in found], unit, day, asked)
    note_looks([one.reader.pk for one in late], staff_id=request.user.pk)
    return render(request, "letters/letters_write.html", {"late": late, "days": LONG_OVERDUE})


def _written(request: StaffRequest) -> HttpResponse:
    chosen = _numbers(",".join(request.POST.getlist("reader")))
    try:
        letters = services.write_letters(chosen, library=request.workplace, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("letters_write")
    messages.success(request, _("Letters written: %(n)s") % {"n": len(letters)})
    return redirect(f"{reverse('letters')}?written={','.join(str(one.pk) for one in letters)}")


@require_safe
@needs(REMIND)
def files(request: StaffRequest, kind: str) -> HttpResponse:
    """`letters=1,2`: these letters in one file. What was forgotten can't be printed any more."""
    if kind not in TYPES:
        raise Http404
    wanted = _numbers(request.GET.get("letters", ""))
    mine = ClaimLetter.objects.filter(library__path__startswith=request.workplace.path, pk__in=wanted)
    letters = list(
        mine.exclude(message__text="").select_related("message", "library").order_by("year", "number")
    )
    if not letters:
        raise Http404
    about = spoken_of([letter.message_id for letter in letters])
    note_looks({one for readers in about.values() for one in readers}, staff_id=request.user.pk)
    content_type, made = TYPES[kind]
    answer = HttpResponse(made(letters), content_type=content_type)
    name = f"letters-{letters[0].year}-{letters[0].number}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _numbers(text: str) -> Sequence[int]:
    parts = text[:4_000].split(",")[:MOST_AT_ONCE]
    return [int(one) for one in parts if one.isascii() and one.isdecimal() and len(one) < 18]
