"""Addresses of the reports."""

from django.urls import URLPattern, URLResolver, path

from orda.reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.reports, name="reports"),
    path("papers/<int:year>/<slug:what>.<slug:form>", views.plan_file, name="plan_file"),
    path("<slug:kind>/<int:year>/<int:number>/", views.report, name="report"),
    path("<slug:kind>/<int:year>/<int:number>/submit/", views.submit, name="report_submit"),
    path("<slug:kind>/<int:year>/<int:number>.<slug:form>", views.report_file, name="report_file"),
]
