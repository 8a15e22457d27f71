"""Addresses of loans."""

from django.urls import path

from orda.circulation.loans import views

urlpatterns = [
    path("<int:loan_id>/", views.why, name="desk_why"),
]
