"""Addresses of doubles."""

from django.urls import path

from orda.catalog.doubles import views

urlpatterns = [
    path("", views.doubles, name="doubles"),
    path("<int:one_id>/<int:other_id>/", views.pair, name="double_pair"),
    path("<int:one_id>/<int:other_id>/merge/", views.merge, name="double_merge"),
    path("<int:pair_id>/refuse/", views.refuse, name="double_refuse"),
    path("merges/<int:merge_id>/undo/", views.undo, name="double_undo"),
]
