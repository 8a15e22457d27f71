"""Addresses of cataloguing."""

from django.urls import path

from orda.catalog.editor import views

urlpatterns = [
    path("", views.cataloguing, name="cataloguing"),
    path("new/", views.new, name="record_new"),
    path("row/", views.row, name="record_row"),
    path("check/", views.check, name="record_check"),
    path("names/", views.names, name="record_names"),
    path("<int:record_id>/", views.edit, name="record_edit"),
    path("<int:record_id>/history/", views.history, name="record_history"),
    path("<int:record_id>/history/<int:number>/", views.restore, name="record_restore"),
]
