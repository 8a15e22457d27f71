"""Addresses of coming of age."""

from django.urls import path

from orda.readers.growing_up import views

urlpatterns = [
    path("of-age/", views.come_of_age, name="come_of_age"),
    path("<int:reader_id>/leave-family/", views.leave_family, name="leave_family"),
]
