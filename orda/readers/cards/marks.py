"""Marks that machines read: Code 128 bars and QR, as pictures in SVG."""

import io

import segno
from barcode.codex import Code128

HEIGHT = 24  # of the bars, in widths of the narrowest


def bars_svg(number: str) -> str:
    """The number in Code 128; "" where it holds letters that Code 128 hasn't (Cyrillic): then the QR stands alone."""
    if not (number.isascii() and number.isprintable()):
        return ""
    [bars] = Code128(number).build()
    drawn, place = [], 0
    for run in _runs(bars):
        if run[0] == "1":
            drawn.append(f"M{place} 0h{len(run)}v{HEIGHT}h-{len(run)}z")
        place += len(run)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {place} {HEIGHT}" preserveAspectRatio="none">'
        f'<path d="{"".join(drawn)}"/></svg>'
    )


def _runs(bars: str) -> list[str]:
    found: list[str] = []
    for bar in bars:
        if found and found[-1][0] == bar:
            found[-1] += bar
        else:
            found.append(bar)
    return found


def qr_svg(text: str) -> str:
    """The text as a QR code without a margin."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
