"""Pictures that readers attach, made anew from their pixels, so that nothing but the pixels is kept.

Camera, owner, place, times, thumbnail, comments and colour profiles are gone; what can be seen in the picture stays,
a watermark too. Documents (PDF, Word) are refused: what is hidden in them cannot be taken out with certainty.
"""

from __future__ import annotations

import io
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

from aiqyn.errors import Refused

#: Bytes that may be sent, and bytes that are kept at most.
LARGEST = 5_000_000
#: Pixels of a picture at most: some 75 MB while it is being made anew.
MOST_PIXELS = 25_000_000
_LONGEST_SIDE = 4_000
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_QUALITY, _LESS_QUALITY = 88, 60
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
#: What Pillow raises for a file that is not what it begins as.
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, KeyError, IndexError, TypeError, MemoryError)


def stripped(content: bytes) -> tuple[str, bytes]:
    """A picture's pixels in a new file of the same format, and its name: the SHA-256 of its bytes.

    The format is told by the content. Refuses what is too large, a document, no picture of these formats, or broken.
    """
    if len(content) > LARGEST:
        raise Refused("picture_large", "file")
    if content.startswith(_DOCUMENTS):
        raise Refused("picture_document", "file")
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("picture_pixels", "file")
            pixels = _pixels(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("picture_pixels", "file") from None
    except UnidentifiedImageError:
        raise Refused("picture_kind", "file") from None
    except _FAULTS:
        raise Refused("picture_broken", "file") from None
    for tried, quality in ((kind, _QUALITY), ("JPEG", _QUALITY), ("JPEG", _LESS_QUALITY)):
        picture = _encoded(pixels, tried, quality)
        if len(picture) <= LARGEST:
            return f"{sha256(picture).hexdigest()}.{_FORMATS[tried]}", picture
    raise Refused("picture_pixels", "file")


def _pixels(opened: Image.Image) -> Image.Image:
    """The picture upright and no longer than the limit, as a new one that carries nothing else over."""
    turned = ImageOps.exif_transpose(opened)
    is_clear = "A" in turned.getbands() or "transparency" in turned.info
    plain = turned.convert("RGBA" if is_clear else "RGB")
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _encoded(pixels: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    shown = pixels.convert("RGB") if kind == "JPEG" else pixels
    shown.save(out, kind, quality=quality)
    return out.getvalue()
