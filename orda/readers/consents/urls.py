"""Addresses of consent."""

from django.urls import path

from orda.readers.consents import sharing_views, text_views, views

urlpatterns = [
    path("consent/", text_views.texts, name="consent_texts"),
    path("consents/", views.to_sign, name="consents_to_sign"),
    path("consents/sheets.pdf", views.sheets, name="consent_sheets"),
    path("consents/doubtful/", views.doubtful, name="consents_doubtful"),
    path("consents/sign/", views.sign, name="consents_sign"),
    path("<int:reader_id>/networks/sheet.pdf", sharing_views.sheet, name="reader_network_sheet"),
    path("<int:reader_id>/networks/", sharing_views.share, name="reader_network"),
    path("networks/<int:consent_id>/end/", sharing_views.end, name="reader_network_end"),
    path("<int:reader_id>/consent.pdf", views.consent_sheet, name="reader_consent_sheet"),
]
