"""Addresses of the reports."""

from django.urls import URLPattern, URLResolver, path

from orda.reports import views
from orda.reports.branches import views as branches
from orda.reports.expert import views as expert
from orda.reports.forms import views as forms
from orda.reports.ledgers import views as ledgers
from orda.reports.letterhead.views import letterhead
from orda.reports.pivots import views as pivots

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.reports, name="reports"),
    path("letterhead/", letterhead, name="letterhead"),
    path("work-diary/", ledgers.work_diary_page, name="work_diary"),
    path("work-diary.<slug:form>", ledgers.work_diary_file, name="work_diary_file"),
    path("stock-book/", ledgers.stock_book_page, name="stock_book"),
    path("stock-book/seal/", ledgers.stock_book_seal, name="stock_book_seal"),
    path("stock-book.<slug:form>", ledgers.stock_book_file, name="stock_book_file"),
    path("forms/", forms.state_forms, name="state_forms"),
    path("forms/<slug:form>/", forms.state_form, name="state_form"),
    path("forms/<slug:form>.<slug:kind>", forms.state_form_file, name="state_form_file"),
    path("forms/<slug:form>/cells/<str:cell>/", forms.state_form_cell, name="state_form_cell"),
    path("builder/", pivots.builder, name="report_builder"),
    path("builder/save/", pivots.save, name="report_builder_save"),
    path("builder/<int:pk>/", pivots.saved, name="report_saved"),
    path("builder/<int:pk>/forget/", pivots.forget, name="report_builder_forget"),
    path("builder/report.<slug:form>", pivots.builder_file, name="report_builder_file"),
    path("expert/", expert.expert_sql, name="expert_sql"),
    path("expert/answer.csv", expert.expert_sql_file, name="expert_sql_file"),
    path("branch-quarter/<int:year>/<int:number>/", branches.quarter, name="branch_quarter"),
    path(
        "branch-quarter/<int:year>/<int:number>.<slug:form>",
        branches.quarter_file,
        name="branch_quarter_file",
    ),
    path("papers/<int:year>/<slug:what>.<slug:form>", views.plan_file, name="plan_file"),
    path("<slug:kind>/<int:year>/<int:number>/", views.report, name="report"),
    path("<slug:kind>/<int:year>/<int:number>/submit/", views.submit, name="report_submit"),
    path("<slug:kind>/<int:year>/<int:number>.<slug:form>", views.report_file, name="report_file"),
]
