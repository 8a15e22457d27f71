"""Addresses of the public site."""

from django.urls import path

from orda.portal import views

urlpatterns = [
    path("", views.open_data, name="open_data"),
    path("dictionary/", views.dictionary, name="open_data_dictionary"),
    path("<slug:name>.<slug:form>", views.open_data_file, name="open_data_file"),
]
