"""A QR code as a picture in SVG."""

import io

import segno


def qr_svg(text: str) -> str:
    """The text as a QR code with the margin that cameras want."""
    out = io.BytesIO()
    looks = {"border": 2, "light": "white", "xmldecl": False, "svgns": True, "omitsize": True}
    segno.make_qr(text, error="m").save(out, kind="svg", **looks)
    return out.getvalue().decode()
