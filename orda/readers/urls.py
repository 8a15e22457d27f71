"""Addresses of the readers' room."""

from django.urls import path

from orda.readers import views

urlpatterns = [
    path("", views.find, name="readers"),
    path("new/", views.register, name="reader_new"),
    path("<int:reader_id>/", views.show, name="reader"),
    path("<int:reader_id>/year/", views.register_for_year, name="reader_year"),
    path("<int:reader_id>/block/", views.block, name="reader_block"),
    path("<int:reader_id>/unblock/", views.unblock, name="reader_unblock"),
]
