"""Addresses of books brought home."""

from django.urls import path

from orda.circulation.deliveries import views

urlpatterns = [
    path("", views.show, name="deliveries"),
    path("<int:reader_id>/note/", views.note, name="delivery_note"),
    path("<int:delivery_id>/undo/", views.undo, name="delivery_undo"),
]
