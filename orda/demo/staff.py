"""The people of the demo: one login for each role, and the generator, who can't sign in and marks what it made."""

from dataclasses import dataclass

from orda.circulation.models import Loan
from orda.network.models import Role, Staff
from orda.network.queries import unit_by_code
from orda.network.services import add_staff
from orda.readers.services import give_pin

PASSWORD = "orda-demo-2024"
GENERATOR = "demo-generator"


@dataclass(frozen=True)
class Login:
    username: str
    role: Role
    unit: str
    first_name: str
    last_name: str


LOGINS = (
    Login("librarian", Role.LIBRARIAN, "ОҚК", "Айгерім", "Демо"),
    Login("branch5", Role.LIBRARIAN, "5б", "Гүлнар", "Демо"),
    Login("public2", Role.LIBRARIAN, "2к", "Ольга", "Демо"),
    Login("methodologist", Role.METHODOLOGIST, "ОКЖ", "Сәуле", "Демо"),
    Login("director", Role.DIRECTOR, "ОКЖ", "Мәриям", "Демо"),
    Login("cataloguer", Role.CATALOGUER, "ОКЖ", "Жанар", "Демо"),
    Login("acquisition", Role.ACQUISITION, "ОКЖ", "Раушан", "Демо"),
    Login("administrator", Role.ADMINISTRATOR, "ОКЖ", "Тимур", "Демо"),
)


def make_staff() -> None:
    """A login of each role, all with the demo's password."""
    first, *others = LOGINS
    kept = _add(first, PASSWORD).password
    # A password is hashed slowly on purpose; one that is printed for everybody is so once.
    for login in others:
        _add(login, None)
    Staff.objects.filter(username__in=[login.username for login in others]).update(password=kept)


def _add(login: Login, password: str | None) -> Staff:
    return add_staff(
        username=login.username,
        password=password,
        first_name=login.first_name,
        last_name=login.last_name,
        unit=unit_by_code(login.unit),
        role=login.role,
    )


def make_generator() -> Staff:
    """Who stands in the diary beside everything that was generated."""
    staff = Staff(username=GENERATOR, first_name="Демо", last_name="генераторы", is_active=False)
    staff.set_unusable_password()
    staff.save()
    return staff


READERS_PIN = "314159"


def card_for_the_site() -> str:
    """The card of a reader with books at home, whose PIN is told with the logins; "" where nobody has one."""
    loan = (
        Loan.objects.filter(state=Loan.OPEN)
        .exclude(reader__category="group")
        .order_by("-due_on", "pk")
        .first()
    )
    if loan is None or loan.reader is None:
        return ""
    give_pin(loan.reader, READERS_PIN)
    return loan.reader.card_number
