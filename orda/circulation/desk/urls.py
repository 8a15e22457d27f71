"""Addresses of the desk."""

from django.urls import path

from orda.circulation.desk import scanner, views

urlpatterns = [
    path("", views.show, name="desk"),
    path("scan/", views.scan, name="desk_scan"),
    path("reader/<int:reader_id>/", views.pick, name="desk_pick"),
    path("scanner/", scanner.try_it, name="desk_scanner"),
    path("lend/", views.lend, name="desk_lend"),
    path("many/", views.many, name="desk_many"),
    path("phone/", views.phone, name="desk_phone"),
    path("mode/", views.mode, name="desk_mode"),
    path("note/", views.note, name="desk_note"),
    path("note/<int:note_id>/done/", views.note_done, name="desk_note_done"),
    path("slip/", views.slip, name="desk_slip"),
    path("renew/", views.renew, name="desk_renew"),
    path("renew/all/", views.renew_all, name="desk_renew_all"),
    path("register/", views.register, name="desk_register"),
    path("undo/", views.undo, name="desk_undo"),
    path("close/", views.close, name="desk_close"),
]
