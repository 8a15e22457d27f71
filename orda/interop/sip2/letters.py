"""Kazakh letters for machines that know the Russian alphabet alone."""

# What a reader who knows the letter still reads as that word; CP1251 has і of its own.
_NEAREST = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһ", "АаГгКкНнОоУуУуХх")


def as_bytes(text: str, encoding: str) -> bytes:
    """The text in a machine's letters: one that it has not becomes the nearest Russian one, or "?"."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_NEAREST).encode(encoding, "replace")
