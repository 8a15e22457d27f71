"""Readers, the consent of their parents and their registration for the year. Children's data: read with care."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Family(models.Model):
    """Readers who live together and the parent who is written to: one message for all of them."""

    class By(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("SMS")
        NOTHING = "", _("not at all")

    name = models.CharField(max_length=160)  # of the parent
    phone = models.CharField(max_length=32, blank=True)
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
    phone = models.CharField(max_length=32, blank=True)
    guardian_name = models.CharField(max_length=160, blank=True)
    guardian_phone = models.CharField(max_length=32, blank=True)
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


class ReaderWord(models.Model):
    """A word by which a reader is found, in the common spelling of `spelling.name_key`: names, telephone, school."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "reader"],
                name="readers_by_word",
                opclasses=["varchar_pattern_ops", "int8_ops"],  # PostgreSQL: begins with, in any collation
            ),
            models.Index(
                fields=["reader", "word"],
                name="words_of_reader",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.word


class ConsentText(models.Model):
    """A version of what is signed, in both languages: never changed once somebody has signed it."""

    version = models.CharField(max_length=16, unique=True)
    text_kk = models.TextField()
    text_ru = models.TextField()
    valid_from = models.DateField()

    class Meta:
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class Consent(models.Model):
    """Consent to the use of personal data, by the person or a parent; text kept by version (law № 94-V)."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="consents")
    text_version = models.CharField(max_length=16)
    scope = models.CharField(max_length=40, default="data")  # codes of Scope, parted by spaces
    signed_by = models.CharField(max_length=160)
    signed_on = models.DateField(null=True)  # empty: still to be signed, nothing is lent
    revoked_on = models.DateField(null=True)

    class Scope(models.TextChoices):
        DATA = "data", _("personal data, for the service of the library")
        MESSAGES = "messages", _("reminders by e-mail and SMS")
        PHOTOS = "photos", _("photographs from events published")

    def __str__(self) -> str:
        return f"{self.text_version}, {self.signed_on}"

    def allows(self, part: "Consent.Scope") -> bool:
        """True where a part was agreed to and not taken back: `queries.agreed_to`, of a consent at hand."""
        return self.signed_on is not None and self.revoked_on is None and part in self.scope

    @property
    def scopes(self) -> list[str]:
        """What was agreed to, in words."""
        return [str(self.Scope(code).label) for code in self.scope.split() if code in self.Scope.values]


class Registration(models.Model):
    """A reader entered for a calendar year at a library; the age group of that day stands for the whole year."""

    reader = models.ForeignKey(Reader, models.PROTECT, related_name="registrations")
    library = models.ForeignKey(Unit, models.PROTECT)
    year = models.IntegerField()
    day = models.DateField()
    age_group = models.CharField(max_length=20)  # diary dimension "age_group"
    disability = models.BooleanField()
    site_user_on = models.DateField(null=True)  # first signed up on the site this year
    electronic_user_on = models.DateField(null=True)  # first used electronic resources this year
    exchange_user_on = models.DateField(null=True)  # first borrowed a copy of another library this year
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "year", "library"], name="registered_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.age_group}"


class Look(models.Model):
    """Who opened whose record, and when."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["reader", "-at"], name="looks_at_a_reader"),
            models.Index(fields=["at"], name="looks_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.at}"


class Merge(models.Model):
    """Two records became one: by whom, when, and how much moved. Goes with the reader when they are erased."""

    kept = models.ForeignKey(Reader, models.CASCADE, related_name="merges")
    double = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)  # table of `told` -> rows
    taken_back = models.PositiveSmallIntegerField(default=0)  # registrations that were counted twice

    def __str__(self) -> str:
        return f"{self.double_id} > {self.kept_id}"


class WrongPin(models.Model):
    """A wrong PIN for a card; five within a quarter of an hour shut it."""

    card_number = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["card_number", "at"], name="wrong_pins_of_card")]

    def __str__(self) -> str:
        return f"{self.at}"


class SchoolYear(models.Model):
    """The 1 September on which grades went up: once a year, with what it did."""

    year = models.IntegerField(unique=True)
    at = models.DateTimeField()
    raised = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)  # from kindergarten to school
    left = models.PositiveIntegerField(default=0)  # finished school

    def __str__(self) -> str:
        return str(self.year)


class ClassList(models.Model):
    """A list of a class as it came from a school, taken in a part at a time; its rows go when it is done or old."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    columns = models.JSONField()  # place -> field
    rows = models.JSONField()  # texts, the head left out
    said = models.JSONField()  # of every row: school, class, whether consent is to be signed
    next_row = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)  # were readers already
    refused = models.JSONField(default=list)  # [number of the row, field, why]

    def __str__(self) -> str:
        return self.file_name
