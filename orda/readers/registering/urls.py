"""Addresses of registration."""

from django.urls import path

from orda.readers.registering import views

urlpatterns = [
    path("new/", views.register, name="reader_new"),
    path("family/", views.register_family, name="family_new"),
    path("family/child/", views.one_more_child, name="family_child"),
    path("group/", views.register_group, name="group_new"),
    path("<int:reader_id>/change/", views.change, name="reader_change"),
]
