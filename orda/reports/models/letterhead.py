"""Whose papers they are and who signs them: what every paper of a network says at its head and at its foot."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Letterhead(models.Model):
    """One of a network. What is left empty stands as the plan says it, or as a line to write on."""

    network = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    organisation_kk = models.CharField(_("Organisation in Kazakh"), max_length=300, blank=True)
    organisation_ru = models.CharField(_("Organisation in Russian"), max_length=300, blank=True)
    place_kk = models.CharField(_("Town in Kazakh"), max_length=100, blank=True)
    place_ru = models.CharField(_("Town in Russian"), max_length=100, blank=True)
    head_post_kk = models.CharField(_("Post of the head in Kazakh"), max_length=120, blank=True)
    head_post_ru = models.CharField(_("Post of the head in Russian"), max_length=120, blank=True)
    head_name = models.CharField(_("Name of the head"), max_length=120, blank=True)
    compiler_post_kk = models.CharField(_("Post of the compiler in Kazakh"), max_length=120, blank=True)
    compiler_post_ru = models.CharField(_("Post of the compiler in Russian"), max_length=120, blank=True)
    compiler_name = models.CharField(_("Name of the compiler"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.organisation_kk or str(self.network)
