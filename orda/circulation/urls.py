"""Addresses of the desk."""

from django.urls import path

from orda.circulation import rule_views, views

urlpatterns = [
    path("", views.show, name="desk"),
    path("scan/", views.scan, name="desk_scan"),
    path("reader/<int:reader_id>/", views.pick, name="desk_pick"),
    path("renew/", views.renew, name="desk_renew"),
    path("register/", views.register, name="desk_register"),
    path("undo/", views.undo, name="desk_undo"),
    path("close/", views.close, name="desk_close"),
    path("due/<int:loan_id>/", rule_views.why, name="desk_why"),
    path("rules/", rule_views.table, name="rules"),
    path("rules/new/", rule_views.add, name="rule_new"),
    path("rules/<int:rule_id>/", rule_views.change, name="rule"),
    path("rules/<int:rule_id>/remove/", rule_views.remove, name="rule_remove"),
]
