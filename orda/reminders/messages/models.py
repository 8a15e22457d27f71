"""What is said to families: messages and calls, and the loans and holds they speak of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.models import Hold, Loan
from orda.network.models import Unit
from orda.readers.models import Family, Reader
from orda.reminders.campaigns.models import Campaign
from orda.stock.models import Copy


class Message(models.Model):
    """One thing said to a family, or to a reader without one: by e-mail, SMS, a call or a letter.

    queued > sending > sent; or failed, or cancelled because there was nothing to say any more. "sending" is written
    down before the gateway is spoken to: what a killed job leaves there may have arrived, so it is never sent by
    itself again. TRANSITIONS is the whole machine.
    """

    class Kind(models.TextChoices):
        LOANS = "loans", _("about loans")
        HOLD = "hold", _("a book is ready")
        CAMPAIGN = "campaign", _("campaign")
        CLOSING = "closing", _("the library is closed")
        SLIP = "slip", _("due days")  # sent from the desk in place of a printed slip

    class Medium(models.TextChoices):
        """Diary dimension "medium"."""

        EMAIL = "email", _("e-mail")
        SMS = "sms", _("SMS")
        CALL = "call", _("call")
        LETTER = "letter", _("letter")

    class State(models.TextChoices):
        QUEUED = "queued", _("waits to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        CANCELLED = "cancelled", _("not needed any more")

    class Result(models.TextChoices):
        """What came of a call."""

        PROMISED = "promised", _("will bring them")
        NO_ANSWER = "no_answer", _("no answer")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        SAYS_LOST = "says_lost", _("says it is lost")
        OTHER = "other", _("other")

    # The kinds that remind: counted in the diary, told at the desk as the last that was said. A slip and the news of a
    # closing do neither.
    REMINDERS: tuple[str, ...] = (Kind.LOANS, Kind.HOLD, Kind.CAMPAIGN)

    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.QUEUED: (State.SENDING, State.CANCELLED),
        State.SENDING: (State.SENT, State.QUEUED, State.FAILED),
        State.FAILED: (State.QUEUED,),
    }

    # The same thing is never said twice: a job that runs again finds the key taken.
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    medium = models.CharField(max_length=8, choices=Medium.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    family = models.ForeignKey(Family, models.SET_NULL, null=True, related_name="messages")
    reader = models.ForeignKey(Reader, models.SET_NULL, null=True, related_name="messages", db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="messages", db_index=False)
    library = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False
    )  # in whose diary it counts
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    text_version = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(
        blank=True
    )  # of a letter: to whom; forgotten KEEP_MESSAGE_DAYS after it was settled
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)  # of a call
    queued_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # sent, failed or cancelled
    settled_on = models.DateField(null=True)  # its library day
    error = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(settled_on__isnull=False), name="sent_on_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="messages_to_send", condition=Q(state="queued")),
            models.Index(fields=["library", "-queued_at"], name="messages_of_library"),
            models.Index(
                fields=["address", "settled_on"], name="messages_to_number", condition=Q(medium="sms")
            ),
            models.Index(fields=["reader"], name="messages_to_reader", condition=Q(reader__isnull=False)),
            models.Index(
                fields=["campaign"], name="messages_of_campaign", condition=Q(campaign__isnull=False)
            ),
            models.Index(fields=["settled_on"], name="messages_to_forget", condition=~Q(text="")),
        ]

    BROKEN_OFF = "broken off"  # the error of what a killed job was sending

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def reminds(self) -> bool:
        return self.kind in self.REMINDERS

    @property
    def broken_off(self) -> bool:
        return self.error == self.BROKEN_OFF


class MessageItem(models.Model):
    """A loan or a hold that a message speaks of.

    `stage`: the rule's reminder day by which the loan is told (3 before, 0 on, -7 after its day); None where it
    stands in the message beside others. A stage is told once for a due day, whatever jobs run.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="items")
    loan = models.ForeignKey(Loan, models.CASCADE, null=True, related_name="told")
    due_on = models.DateField(null=True)
    stage = models.SmallIntegerField(null=True)
    # Found by the constraint's own index: most items are of loans.
    hold = models.ForeignKey(Hold, models.CASCADE, null=True, related_name="told", db_index=False)
    copy = models.ForeignKey(Copy, models.CASCADE, null=True, related_name="+", db_index=False)  # of the hold

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(loan__isnull=False, hold=None, due_on__isnull=False)
                | Q(loan=None, hold__isnull=False, copy__isnull=False),
                name="item_is_a_loan_or_a_hold",
            ),
            models.UniqueConstraint(
                fields=["loan", "due_on", "stage"], condition=Q(stage__isnull=False), name="told_once_a_stage"
            ),
            models.UniqueConstraint(
                fields=["hold", "copy"], condition=Q(hold__isnull=False), name="told_once_it_is_ready"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.loan_id or self.hold_id}"
