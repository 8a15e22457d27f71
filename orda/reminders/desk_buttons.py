"""What this room offers at the desk."""

from django.utils.translation import gettext_lazy as _

from orda.circulation.desk.buttons import Button, offers

offers(Button("slip_send", _("Send the slip"), "F10"))
