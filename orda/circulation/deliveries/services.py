"""Readers visited at home with books: counted, taken back."""

import datetime

from django.db import IntegrityError, transaction

from orda.circulation.deliveries.models import Delivery
from orda.circulation.deliveries.refusals import DeliveredToday, NotBroughtHome
from orda.circulation.refusals import TooLateToUndo
from orda.diary import services as diary
from orda.network import clock
from orda.readers.models import Reader, Registration
from orda.readers.services import group_for_year


@transaction.atomic
def note_delivery(
    reader_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Delivery:
    """A reader who is brought books was visited; counts as one delivery, however many books and visits that day.

    Raises NotBroughtHome and DeliveredToday. Source: the plan's line of service at home.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    known = Reader.objects.filter(pk=reader_id, home_delivery=True, merged_into=None, erased_on=None)
    reader = known.select_for_update(no_key=True).first()
    if reader is None:
        raise NotBroughtHome
    registered = Registration.objects.filter(reader=reader, year=day.year).order_by("pk").first()
    age_group = registered.age_group if registered else group_for_year(reader, day)
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                reader=reader, library_id=library_id, day=day, at=at, age_group=age_group, by_id=by_id
            )
    except IntegrityError:
        raise DeliveredToday from None
    diary.post(
        day=day,
        library_id=library_id,
        measure="home_delivery",
        values={"age_group": age_group},
        act="delivery",
        act_id=delivery.pk,
        by_id=by_id,
        at=at,
    )
    return delivery


@transaction.atomic
def undo_delivery(delivery_id: int, *, by_id: int | None = None) -> None:
    """Nobody went there after all. Raises TooLateToUndo on another day."""
    today = Delivery.objects.filter(pk=delivery_id, voided=False, day=clock.today())
    if not today.update(voided=True):
        raise TooLateToUndo
    diary.reverse_act("delivery", delivery_id, by_id=by_id)
