"""Addresses of the tree."""

from django.urls import path

from orda.network.tree import views

urlpatterns = [
    path("", views.tree, name="tree"),
    path("<int:unit_id>/", views.unit, name="unit"),
    path("<int:unit_id>/open/", views.open_unit, name="unit_open"),
    path("<int:unit_id>/close/", views.close, name="unit_close"),
    path("<int:unit_id>/reopen/", views.reopen, name="unit_reopen"),
    path("<int:unit_id>/move/", views.move, name="unit_move"),
]
