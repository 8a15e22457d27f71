"""Addresses of the house's entrance."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from orda.network import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("orda.network.entry.urls")),
    path("first/", include("orda.network.first_run.urls")),
    path("house/", include("orda.network.house.urls")),
    path("house/staff/", include("orda.network.people.urls")),
    path("house/libraries/", include("orda.network.tree.urls")),
    path("house/deeds/", include("orda.network.deeds.urls")),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("workplace/", views.choose_workplace, name="workplace"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.pulse, name="pulse"),
    path("robots.txt", views.robots, name="robots"),
]
