"""Addresses of the network room."""

urlpatterns: list[object] = []
