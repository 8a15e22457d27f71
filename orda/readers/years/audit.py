"""What the registrations of readers say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.diary.audit import Row, audits
from orda.readers.registering.models import Reader
from orda.readers.years.models import Registration


@audits("reader_registered", act="registration")
def registered() -> Iterable[Row]:
    """Every registration of a year counts one reader at its library; that of a group counts none."""
    people = Registration.objects.exclude(reader__category=Reader.Category.GROUP)
    return people.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@audits("site_user_registered", act="registration")
def signed_up_on_site() -> Iterable[Row]:
    """A reader counts as a user of the site from the first day of the year they signed up."""
    return _noted_on("site_user_on")


@audits("electronic_user", act="registration")
def used_electronic_resources() -> Iterable[Row]:
    """A reader counts as a user of electronic resources from the first use of the year."""
    return _noted_on("electronic_user_on")


@audits("exchange_reader", act="registration")
def used_exchange() -> Iterable[Row]:
    """A reader counts as a user of exchange from the first loan of the year of another library's copy."""
    return _noted_on("exchange_user_on")


def _noted_on(column: str) -> Iterable[Row]:
    noted = Registration.objects.filter(**{f"{column}__isnull": False})
    return noted.order_by("pk").values_list("pk", column, "library_id", Value(1))
