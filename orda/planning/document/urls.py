"""Addresses of the plan as a document."""

from django.urls import path

from orda.planning.document import line_views, views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("<int:year>/", views.plan, name="plan"),
    path("<int:year>/step/", views.step, name="plan_step"),
    path("<int:year>/copy/", views.copy, name="plan_copy"),
    path("<int:year>/proposal/", views.proposal, name="plan_proposal"),
    path("<int:year>/languages/", views.languages, name="plan_languages"),
    path("<int:year>/missing/", views.missing, name="plan_missing"),
    path("<int:year>/versions/<int:number>/", views.version, name="plan_version"),
    path("<int:year>/section/<slug:key>/", views.section, name="plan_section"),
    path("line/<int:pk>/", line_views.line, name="plan_line"),
    path("line/<int:pk>/change/", line_views.change, name="plan_line_change"),
    path("line/<int:pk>/source/", line_views.source, name="plan_line_source"),
    path("line/<int:pk>/count/", line_views.count, name="plan_line_count"),
    path("line/<int:pk>/remark/", line_views.remark, name="plan_line_remark"),
    path("passage/<int:pk>/", views.passage, name="plan_passage"),
    path("count/<int:pk>/take-back/", line_views.take_back, name="plan_count_take_back"),
    path("count/<int:pk>/attachment/", line_views.attachment, name="plan_attachment"),
]
