"""Addresses of holds."""

from django.urls import path

from orda.circulation.holds import views

urlpatterns = [
    path("", views.show_all, name="holds"),
    path("place/", views.place, name="hold_place"),
    path("title/<int:record_id>/", views.title, name="hold_queue"),
    path("shelf/", views.shelf, name="hold_shelf"),
    path("picking/", views.picking, name="pick_list"),
    path("missing/", views.missing, name="not_on_shelf"),
    path("missing/<int:copy_id>/found/", views.turned_up, name="hold_turned_up"),
    path("<int:hold_id>/cancel/", views.cancel, name="hold_cancel"),
    path("<int:hold_id>/suspend/", views.suspend, name="hold_suspend"),
    path("<int:hold_id>/resume/", views.resume, name="hold_resume"),
    path("<int:hold_id>/found/", views.found, name="hold_found"),
    path("<int:hold_id>/missing/", views.not_there, name="hold_not_there"),
    path("<int:hold_id>/shelved/", views.shelved, name="hold_shelved"),
]
