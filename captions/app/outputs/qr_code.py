"""QR codes of addresses, for phones."""

import io
from functools import lru_cache

import segno


@lru_cache(1)
def make_qr_svg(address: str) -> bytes:
    """Return the QR code of an address as SVG, dark on white with a quiet zone of four modules."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=4, dark="#000000", light="#ffffff"
    )
    return picture.getvalue()
