"""Addresses of the public catalogue."""

from django.urls import path

from orda.search import views

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<int:record_id>/", views.record, name="record"),
    path("<int:record_id>/marc/", views.marc, name="record_marc"),
    path("<int:record_id>/marc/file/", views.marc_file, name="record_marc_file"),
    path("save/<str:form>/", views.saved, name="catalogue_saved"),
]
