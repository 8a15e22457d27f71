"""Addresses of cards and PINs."""

from django.urls import path

from orda.readers.cards import views

urlpatterns = [
    path("cards.pdf", views.cards, name="reader_cards"),
    path("<int:reader_id>/card.pdf", views.card, name="reader_card"),
    path("<int:reader_id>/pin/", views.pin, name="reader_pin"),
]
