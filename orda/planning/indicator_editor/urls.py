"""Addresses of the indicators that people add."""

from django.urls import path

from orda.planning.indicator_editor import views

urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("new/<slug:kind>/", views.new, name="indicator_new"),
    path("<slug:key>/", views.history, name="indicator_history"),
    path("<slug:key>/change/", views.change, name="indicator_change"),
    path("<slug:key>/retire/", views.retire, name="indicator_retire"),
]
