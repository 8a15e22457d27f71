"""Addresses of losses."""

from django.urls import path

from orda.circulation.losses import views

urlpatterns = [
    path("", views.show_all, name="losses"),
    path("open/", views.open_one, name="loss_open"),
    path("write-off/", views.write_off, name="losses_write_off"),
    path("notebook/", views.notebook, name="losses_notebook"),
    path("<int:case_id>/", views.show, name="loss"),
    path("<int:case_id>/reopen/", views.reopen, name="loss_reopen"),
    path("<int:case_id>/<slug:way>/", views.settle, name="loss_settle"),
]
