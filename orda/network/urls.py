"""Addresses of the house's entrance."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from orda.network import views
from orda.network.sign_in import SignIn

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("workplace/", views.choose_workplace, name="workplace"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.pulse, name="pulse"),
    path("robots.txt", views.robots, name="robots"),
]
