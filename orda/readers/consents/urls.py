"""Addresses of consent."""

from django.urls import path

from orda.readers.consents import text_views, views

urlpatterns = [
    path("consent/", text_views.texts, name="consent_texts"),
    path("consents/", views.to_sign, name="consents_to_sign"),
    path("consents/sheets.pdf", views.sheets, name="consent_sheets"),
    path("consents/doubtful/", views.doubtful, name="consents_doubtful"),
    path("consents/sign/", views.sign, name="consents_sign"),
    path("<int:reader_id>/consent.pdf", views.consent_sheet, name="reader_consent_sheet"),
]
