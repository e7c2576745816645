"""Pictures that readers attach, made anew from their pixels, so that nothing but the pixels is kept.

Camera, owner, place, times, thumbnail, comments and colour profiles are gone; what can be seen in the picture stays,
a watermark too. Documents (PDF, Word) are refused: what is hidden in them cannot be taken out with certainty.
"""

from __future__ import annotations

import io
from hashlib import sha256
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from aiqyn_site.inbox.refusal import NotTaken

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


class Picture(NamedTuple):
    """A picture as it is kept: named by the SHA-256 of its bytes."""

    name: str
    content: bytes


def stripped(content: bytes) -> Picture:
    """A picture's pixels in a new file of the same format. The format is told by the content.

    Raises NotTaken for what is too large, a document, no picture of these formats, or broken.
    """
    if len(content) > LARGEST:
        raise NotTaken("correct_file_large")
    if content.startswith(_DOCUMENTS):
        raise NotTaken("correct_file_document")
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken("correct_file_pixels")
            pixels = _pixels(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken("correct_file_pixels") from None
    except UnidentifiedImageError:
        raise NotTaken("correct_file_kind") from None
    except _FAULTS:
        raise NotTaken("correct_file_broken") from None
    for tried, quality in ((kind, _QUALITY), ("JPEG", _QUALITY), ("JPEG", _LESS_QUALITY)):
        made = _encoded(pixels, tried, quality)
        if len(made) <= LARGEST:
            return Picture(f"{sha256(made).hexdigest()}.{_FORMATS[tried]}", made)
    raise NotTaken("correct_file_pixels")


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
