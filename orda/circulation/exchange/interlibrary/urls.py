"""Addresses of interlibrary loans."""

from django.urls import path

from orda.circulation.exchange.interlibrary import views

urlpatterns = [
    path("", views.show_all, name="interlibrary"),
    path("new/", views.new, name="interlibrary_new"),
    path("<int:loan_id>/", views.show, name="interlibrary_loan"),
]
