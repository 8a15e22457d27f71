"""Addresses of class lists."""

from django.urls import path

from orda.readers.class_lists import views

urlpatterns = [
    path("lists/", views.upload, name="class_lists"),
    path("lists/<int:list_id>/", views.look, name="class_list"),
    path("lists/<int:list_id>/take/", views.take, name="class_list_take"),
]
