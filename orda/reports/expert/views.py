"""The page of questions in SQL and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.diary.queries import library_ids_under
from orda.network import clock
from orda.network.extras import NotInstalled
from orda.network.plain_csv import to_csv
from orda.network.rights import EXPERT_SQL, StaffRequest, needs
from orda.reports.expert.examples import examples
from orda.reports.expert.question import FUNCTION_NAMES, BadQuestion, checking_missing
from orda.reports.expert.running import MOST_ROWS, SECONDS, Answer, ask
from orda.reports.expert.tables import TABLES

ROWS_SHOWN = 200


@require_safe
@needs(EXPERT_SQL)
def expert_sql(request: StaffRequest) -> HttpResponse:
    """A question, its answer or why there is none, and what may be asked."""
    text, answer, refusal = request.GET.get("sql", ""), None, None
    missing = checking_missing()
    if text and not missing:
        try:
            answer = _answer(request, text)
        except BadQuestion as bad:
            refusal = bad
    context = {
        "sql": text,
        "refusal": refusal,
        "missing": missing,
        "answer": answer,
        "shown": answer.rows[:ROWS_SHOWN] if answer else [],
        "rows_shown": ROWS_SHOWN,
        "most_rows": MOST_ROWS,
        "seconds": SECONDS,
        "tables": TABLES.values(),
        "functions": FUNCTION_NAMES,
        "examples": examples(clock.today().year),
    }
    status = 501 if text and missing else 400 if refusal else 200
    return render(request, "reports/expert/page.html", context, status=status)


@require_safe
@needs(EXPERT_SQL)
def expert_sql_file(request: StaffRequest) -> HttpResponse:
    """The whole answer as CSV."""
    try:
        answer = _answer(request, request.GET.get("sql", ""))
    except BadQuestion as bad:
        return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
    except NotInstalled as missing:
        return HttpResponse(str(missing), status=501, content_type="text/plain; charset=utf-8")
    file = HttpResponse(to_csv([answer.columns, *answer.rows]), content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="orda-answer.csv"'
    return file


def _answer(request: StaffRequest, text: str) -> Answer:
    """Over the libraries of the unit the person works in."""
    return ask(text, library_ids_under(request.workplace) or [])
