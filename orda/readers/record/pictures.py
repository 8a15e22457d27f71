"""A reader's photograph, by choice: written anew, so that nothing hidden comes with it."""

import io

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network.extras import NotInstalled, is_installed
from orda.readers.record.refusals import BadPicture
from orda.readers.refusals import NoLongerAReader
from orda.readers.registering.models import Reader

LARGEST = 5_000_000  # bytes
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIZE = (480, 640)


@transaction.atomic
def set_photo(reader: Reader, picture: "File[bytes] | None") -> None:
    """Keeps a picture as JPEG of at most 480 x 640, without place, camera or anything else in it; None takes it away.

    Raises BadPicture, NotInstalled, NoLongerAReader.
    """
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    if reader.merged_into_id or reader.erased_on:
        raise NoLongerAReader
    old, storage = reader.photo.name, reader.photo.storage
    reader.photo = ""
    if picture is not None:
        reader.photo.save(f"{reader.pk}.jpg", ContentFile(written_anew(picture)), save=False)
    reader.save(update_fields=["photo"])
    if old:
        transaction.on_commit(lambda: storage.delete(old))


def photos_missing() -> NotInstalled | None:
    """What the form says in place of a field for a picture."""
    return None if is_installed("PIL") else NotInstalled(what=_("Photograph"), extra="photos")


def written_anew(picture: "File[bytes]") -> bytes:
    """The picture's own points and nothing else. Raises BadPicture, NotInstalled."""
    if missing := photos_missing():
        raise missing
    from PIL import Image, ImageOps, UnidentifiedImageError  # an extra: 23 MB for this one form

    if not picture.size or picture.size > LARGEST:
        raise BadPicture
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadPicture
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BadPicture from None
    upright.thumbnail(SIZE)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()
