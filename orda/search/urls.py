"""Addresses of the public catalogue."""

from django.urls import path

from orda.search import views

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<int:record_id>/", views.record, name="record"),
    path("<int:record_id>/marc/", views.marc, name="record_marc"),
]
