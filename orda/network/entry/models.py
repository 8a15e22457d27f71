"""Keys that open once, second factors and what opens when they are lost."""

from django.db import models


class OneTimeKey(models.Model):
    """A link or the code of a printed slip by which a person sets a password: once, until it ends."""

    staff = models.ForeignKey("network.Staff", models.CASCADE, related_name="one_time_keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("network.Staff", models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(used_at=None), name="one_key_waits_for_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.made_at}"


class SecondFactor(models.Model):
    """A person's codes of an app (TOTP), and the wrong tries of any second factor."""

    staff = models.OneToOneField("network.Staff", models.CASCADE, related_name="second_factor")
    sealed = models.CharField(
        max_length=300, blank=True
    )  # the app's secret, enciphered; "" where there is no app
    last_step = models.BigIntegerField(default=0)  # half minutes since 1970: no code is taken twice
    wrong = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.staff)


class Passkey(models.Model):
    """A passkey or security key (WebAuthn)."""

    staff = models.ForeignKey("network.Staff", models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential = models.CharField(max_length=1400, unique=True)  # its id, base64url
    data = models.TextField()  # AttestedCredentialData, base64url
    uses = models.BigIntegerField(default=0)  # the key's own counter; 0 where it keeps none
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that opens once in place of a lost second factor."""

    staff = models.ForeignKey("network.Staff", models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "digest"], name="one_recovery_code")]

    def __str__(self) -> str:
        return str(self.staff)
