"""The address of who did what."""

from django.urls import path

from orda.network.deeds import views

urlpatterns = [path("", views.deeds, name="deeds")]
