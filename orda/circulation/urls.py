"""Addresses of the desk."""

from django.urls import path

from orda.circulation import views

urlpatterns = [
    path("", views.show, name="desk"),
    path("scan/", views.scan, name="desk_scan"),
    path("reader/<int:reader_id>/", views.pick, name="desk_pick"),
    path("renew/", views.renew, name="desk_renew"),
    path("register/", views.register, name="desk_register"),
    path("undo/", views.undo, name="desk_undo"),
    path("close/", views.close, name="desk_close"),
]
