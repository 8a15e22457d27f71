"""Addresses of visits."""

from django.urls import path

from orda.circulation.visits import views

urlpatterns = [
    path("", views.day, name="visits"),
    path("count/", views.count, name="visits_count"),
    path("<int:visit_id>/undo/", views.undo, name="visit_undo"),
]
