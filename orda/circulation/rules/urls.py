"""Addresses of the rules of use."""

from django.urls import path

from orda.circulation.rules import views

urlpatterns = [
    path("", views.table, name="rules"),
    path("new/", views.add, name="rule_new"),
    path("<int:rule_id>/", views.change, name="rule"),
    path("<int:rule_id>/remove/", views.remove, name="rule_remove"),
]
