"""Addresses of the whole house; each room keeps its own."""

from django.urls import include, path
from django.urls.converters import IntConverter

# A number in an address is one that a database may give; a longer one is no address of this house.
IntConverter.regex = "[0-9]{1,18}"

handler400 = "orda.network.views.bad_request"

urlpatterns = [
    path("", include("orda.network.urls")),
    path("calendar/", include("orda.network.calendar.urls")),
    path("catalogue/", include("orda.search.urls")),
    path("cataloguing/doubles/", include("orda.catalog.doubles.urls")),
    path("cataloguing/", include("orda.catalog.editor.urls")),
    path("diary/", include("orda.diary.urls")),
    path("desk/", include("orda.circulation.urls")),
    path("reminders/", include("orda.reminders.urls")),
    path("research/", include("orda.research.urls")),
    path("machines/", include("orda.interop.urls")),
    path("readers/", include("orda.readers.urls")),
    path("events/", include("orda.events.urls")),
    path("board/", include("orda.planning.board.urls")),
    path("plan/indicators/", include("orda.planning.indicator_editor.urls")),
    path("plan/", include("orda.planning.document.urls")),
    path("reports/", include("orda.reports.urls")),
    path("open/", include("orda.portal.urls")),
    path("my/", include("orda.portal.account.urls")),
]
