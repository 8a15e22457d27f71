"""Readers and their families. Children's data: read with care."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network.codes import labelled
from orda.network.models import Unit
from orda.readers.phones import PhoneField


class Family(models.Model):
    """Readers who live together and the parent who is written to: one message for all of them."""

    class By(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("SMS")
        NOTHING = "", _("not at all")

    name = models.CharField(max_length=160)  # of the parent
    phone = PhoneField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(
        max_length=2, choices=[("kk", _("Kazakh")), ("ru", _("Russian"))], default="kk"
    )
    reached_by = models.CharField(max_length=8, choices=By.choices, blank=True, default=By.NOTHING)
    many_children = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["phone"], name="family_phone", condition=~Q(phone=""))]

    def __str__(self) -> str:
        return self.name


@labelled("card", "card_number", _("a reader's card"))
class Reader(models.Model):
    """A person who holds a card of the network, or a group (a class, a kindergarten) that borrows as one."""

    class Category(models.TextChoices):
        CHILD = "child", _("child")
        LEADER = "leader", _("leader of children's reading")
        OTHER = "other", _("other")
        GROUP = "group", _("group: a class, a kindergarten")

    class Sex(models.TextChoices):
        GIRL = "f", _("female")
        BOY = "m", _("male")
        UNSAID = "", _("not said")

    card_number = models.CharField(max_length=32, unique=True)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    patronymic = models.CharField(max_length=80, blank=True)
    # "family given patronymic" folded as the search folds it: one prefix index finds a name typed anyhow.
    folded_name = models.CharField(max_length=250, db_index=True)
    birth_date = models.DateField(null=True)  # of a person; a group has none
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default=Sex.UNSAID)
    # IIN (ЖСН): enciphered, found by a keyed hash, never shown whole.
    iin_sealed = models.CharField(max_length=200, blank=True)
    iin_hash = models.CharField(max_length=64, null=True, unique=True)
    family = models.ForeignKey(Family, models.SET_NULL, null=True, related_name="readers")
    category = models.CharField(max_length=8, choices=Category.choices, default=Category.CHILD)
    # Health data: seen by few, never on the card, reported as counts only (law № 94-V).
    disability = models.BooleanField(default=False)
    access_need = models.CharField(max_length=200, blank=True)  # as health data
    home_delivery = models.BooleanField(default=False)
    address = models.CharField(
        max_length=250, blank=True
    )  # where books are brought; seen by few, as health data
    school = models.CharField(max_length=120, blank=True)
    grade = models.PositiveSmallIntegerField(null=True)  # 0 preschool, 1-12; goes up on 1 September
    grade_said_on = models.DateField(null=True)  # the day that grade was true
    school_class = models.CharField(max_length=8, blank=True)  # "3Ә"
    phone = PhoneField(max_length=32, blank=True)
    guardian_name = models.CharField(max_length=160, blank=True)
    guardian_phone = PhoneField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    members = models.PositiveSmallIntegerField(default=0)  # of a group
    blocked_reason = models.CharField(max_length=200, blank=True)
    # A block that the library's rules set lifts itself when its cause is gone; one set by hand does not.
    blocked_for = models.CharField(
        max_length=8, choices=[("", _("by hand")), ("consent", _("consent is to be signed"))], blank=True
    )
    blocked_until = models.DateField(null=True)  # the last day of the block; empty: until it is lifted
    photo = models.FileField(upload_to="readers/", blank=True)
    keep_history = models.BooleanField(default=False)  # the reader or the parent chose it
    pin = models.CharField(max_length=128, blank=True)  # a keyed hash; for the site and for machines
    last_active_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="doubles")
    erased_on = models.DateField(null=True)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="readers")
    created_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(card_number=""), name="reader_has_a_card"),
            models.CheckConstraint(
                condition=Q(category="group")
                | Q(birth_date__isnull=False)
                | Q(erased_on__isnull=False)
                | Q(merged_into__isnull=False),
                name="person_has_a_birth_date",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date"], name="reader_birth_date"),
            models.Index(fields=["id"], name="reader_groups", condition=Q(category="group")),
        ]

    def __str__(self) -> str:
        return self.full_name

    def is_blocked_on(self, day: datetime.date) -> bool:
        """A block ends by itself after its last day."""
        return bool(self.blocked_reason) and (self.blocked_until is None or day <= self.blocked_until)

    @property
    def is_group(self) -> bool:
        return self.category == self.Category.GROUP

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)
