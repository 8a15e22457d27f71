"""Addresses of circulation: each piece keeps its own."""

from django.urls import include, path

from orda.circulation.offline import views as offline

urlpatterns = [
    path("", include("orda.circulation.desk.urls")),
    path("due/", include("orda.circulation.loans.urls")),
    path("rules/", include("orda.circulation.rules.urls")),
    path("visits/", include("orda.circulation.visits.urls")),
    path("deliveries/", include("orda.circulation.deliveries.urls")),
    path("entrance/", include("orda.circulation.entrance.urls")),
    path("points/", include("orda.circulation.points.urls")),
    path("offline/", include("orda.circulation.offline.urls")),
    path("worker.js", offline.worker, name="desk_worker"),
    path("manifest.webmanifest", offline.manifest, name="desk_manifest"),
    path("losses/", include("orda.circulation.losses.urls")),
    path("holds/", include("orda.circulation.holds.urls")),
    path("exchange/", include("orda.circulation.exchange.urls")),
]
