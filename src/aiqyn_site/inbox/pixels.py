"""A picture made anew from its pixels: a program of its own, so that a hostile picture can only hurt itself.

    python -I pixels.py MOST_BYTES <picture >answer

The answer is a line, and the new picture after it: its ending (`jpg`, `png`, `webp`), or the code of a refusal and
nothing. It takes at most 150 MB (on Linux, where RLIMIT_DATA counts all memory of a program's own) and five seconds of
work; whoever goes beyond is ended by the system, without an answer. It imports nothing of ours: it starts in 50 ms.
"""

from __future__ import annotations

import importlib
import io
import math
import resource
import sys
import warnings

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

#: Bytes this program may have for itself; the libraries in memory, some 10 MB, come on top.
_MEMORY = 135_000_000
#: Of these, what pixels may take at a time; the rest is for Python, the file as sent and the file as kept.
_PIXELS = 110_000_000
_SECONDS = 5
#: A decoded JPEG of more bytes is decoded at half its size, or less.
_DECODED = 64_000_000
#: A side as sent (no JPEG has a longer one), and of the picture kept: sides and pixels, as a telephone takes them.
_LONGEST_SENT, _LONGEST_KEPT, _MOST_KEPT = 65_535, 4_000, 12_000_000
#: Bytes a pixel takes in memory; of a WebP while it is decoded, with the decoder's two canvases.
_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2}
_BYTES_OF_ANY, _BYTES_OF_WEBP = 4, 12
_BYTES_OF_COEFFICIENT = 2
#: Fewer pixels are not kept of a picture that has more: what was to be seen in it may be gone.
_LEAST_KEPT = 1_000_000
#: The side of what is worked on at a time, in pixels of the picture as sent.
_TILE = 1_000
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_JPEG = (("JPEG", {"quality": 88}), ("JPEG", {"quality": 60}))
#: How a picture is kept, by its format as sent: the first way that is not too long and not too much for the memory.
#: Clear pixels of a WebP take the encoder 28 bytes each; with a method above 0, so do opaque ones.
_WAYS: dict[str, tuple[tuple[str, dict[str, int]], ...]] = {
    "JPEG": _JPEG,
    "PNG": (("PNG", {}), *_JPEG),
    "WEBP": (("WEBP", {"quality": 88, "method": 0}), ("PNG", {}), *_JPEG),
}
#: By the mark of orientation (Exif 2.32, 4.6.4 A, tag 274): what turns the picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: What Pillow raises for a file that is not what it begins as.
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, AttributeError)


class Unfit(Exception):
    """A picture that cannot be kept; its text is the code of the refusal."""


class _Full(Exception):
    """More was written than may be kept."""


class _Bounded(io.BytesIO):
    """A file in memory that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, block: bytes) -> int:  # type: ignore[override]  # Pillow writes bytes
        if self.tell() + len(block) > self._most:
            raise _Full
        return super().write(block)


class _WebP(WebPImagePlugin.WebPImageFile):
    """A WebP whose decoder, with its two canvases, is let go as soon as it has told the pixels, and they as well."""

    def load_prepare(self) -> None:
        self._decoder = None
        super().load_prepare()

    def load_end(self) -> None:
        self.fp = None


def made_anew(content: bytes, most: int) -> tuple[str, bytes]:
    """The ending and the bytes, at most so many, of a picture with the same pixels and nothing else.

    Raises Unfit for what is no picture of the three formats, is broken, or takes more than there is.
    """
    try:
        kind, kept = _kept(_opened(content))
    except MemoryError:
        raise Unfit("picture_heavy") from None
    except Image.DecompressionBombError:
        raise Unfit("picture_pixels") from None
    except _FAULTS:
        raise Unfit("picture_broken") from None
    for way, options in _WAYS[kind]:
        if way == "JPEG" and kept.mode == "RGBA":
            kept = kept.convert("RGB")
        out = _Bounded(most)
        try:
            kept.save(out, way, **options)
        except (_Full, MemoryError, ValueError):
            continue
        return _ENDINGS[way], out.getvalue()
    raise Unfit("picture_heavy")


def _opened(content: bytes) -> ImageFile.ImageFile:
    """The picture with its header read, by what the file begins with and not by what it is called."""
    # Pillow asks this before a WebP gets its canvases, and refuses what has more than twice as many.
    Image.MAX_IMAGE_PIXELS = _PIXELS // _BYTES_OF_WEBP // 2
    file = io.BytesIO(content)
    if content.startswith(b"\xff\xd8\xff"):
        # Not by Image.open, to which a telephone's JPEG with a second picture in it is another format.
        return JpegImagePlugin.JpegImageFile(file)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImagePlugin.PngImageFile(file)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _WebP(file)
    raise Unfit("picture_kind")


def _kept(opened: ImageFile.ImageFile) -> tuple[str, Image.Image]:
    """The format of a picture, and the picture upright and no larger than the limits, as a new one."""
    if max(opened.size) > _LONGEST_SENT:
        raise Unfit("picture_pixels")
    coefficients = 0
    if isinstance(opened, JpegImagePlugin.JpegImageFile):
        coefficients = _coefficients(opened)
        _reduce(opened, _PIXELS - _held(opened, coefficients))
    room = _PIXELS - opened.width * opened.height * _bytes_of(opened)
    if room < _held(opened, coefficients):
        raise Unfit("picture_pixels")
    try:
        opened.load()
    except _FAULTS:
        # Not only a progressive JPEG comes in several scans, and the header does not say so.
        raise Unfit("picture_heavy" if room < coefficients else "picture_broken") from None
    turn = _TURNS.get(opened.getexif().get(ExifTags.Base.Orientation, 1))
    if isinstance(opened, _WebP):
        room = _PIXELS - opened.width * opened.height * _BYTES_OF_ANY
    kept = _shrunk(opened, room)
    opened.close()
    return opened.format or "", kept.transpose(turn) if turn is not None else kept


def _bytes_of(opened: ImageFile.ImageFile) -> int:
    """Bytes that a pixel takes while it is decoded."""
    return _BYTES_OF_WEBP if opened.format == "WEBP" else _BYTES.get(opened.mode, _BYTES_OF_ANY)


def _coefficients(opened: JpegImagePlugin.JpegImageFile) -> int:
    """Bytes of a JPEG's coefficients, all of which are held where it comes in several scans (ITU T.81, A.1.1)."""
    factors = [(across, down) for _, across, down, _ in opened.layer]
    blocks = max(across for across, _ in factors) * max(down for _, down in factors)
    samples = opened.width * opened.height * sum(across * down for across, down in factors) // blocks
    return samples * _BYTES_OF_COEFFICIENT


def _held(opened: ImageFile.ImageFile, coefficients: int) -> int:
    """Bytes held beside the picture while it is decoded, as far as the header tells."""
    return coefficients if "progressive" in opened.info else 0


def _reduce(opened: JpegImagePlugin.JpegImageFile, room: int) -> None:
    """Have a large JPEG decoded at a half, a quarter or an eighth of its size."""
    width, height = opened.size
    whole = width * height * _bytes_of(opened)
    part = next((part for part in (1, 2, 4) if whole // part**2 <= min(_DECODED, room)), 8)
    opened.draft(None, (max(1, width // part), max(1, height // part)))


def _shrunk(opened: Image.Image, room: int) -> Image.Image:
    """A new picture of the same pixels, or of fewer where they are too many for what is kept or for so many bytes."""
    mode, (width, height) = _mode_kept(opened), opened.size
    most = min(_MOST_KEPT, room // _BYTES.get(mode, _BYTES_OF_ANY))
    if most < min(_LEAST_KEPT, width * height):
        raise Unfit("picture_pixels")
    scale = max(1.0, max(width, height) / _LONGEST_KEPT, math.sqrt(width * height / most))
    kept = Image.new(mode, (max(1, round(width / scale)), max(1, round(height / scale))))
    side = max(1, int(_TILE / scale))
    for top in range(0, kept.height, side):
        for left in range(0, kept.width, side):
            tile = (left, top, min(left + side, kept.width), min(top + side, kept.height))
            kept.paste(_tile(opened, kept, tile), tile)
    return kept


def _tile(opened: Image.Image, kept: Image.Image, tile: tuple[int, int, int, int]) -> Image.Image:
    """A part of the picture kept, made of the part that it follows from: two pixels more on every side."""
    across, down = opened.width / kept.width, opened.height / kept.height
    left, top, right, bottom = (edge * scale for edge, scale in zip(tile, (across, down, across, down), strict=True))
    x, y = max(0, int(left - 2 * across)), max(0, int(top - 2 * down))
    end = (min(opened.width, math.ceil(right + 2 * across)), min(opened.height, math.ceil(bottom + 2 * down)))
    part = opened.crop((x, y, *end))
    if part.mode == "I;16":
        # Pillow would cut all tones above 255 off. The upper byte is the tone (PNG, 13.12).
        part = Image.frombytes("L", part.size, part.tobytes()[1::2])
    elif part.mode != kept.mode:
        part = part.convert(kept.mode)
    size = (tile[2] - tile[0], tile[3] - tile[1])
    return part.resize(size, Image.Resampling.BICUBIC, (left - x, top - y, right - x, bottom - y))


def _mode_kept(opened: Image.Image) -> str:
    if opened.mode == "I;16":
        return "L"
    if "A" in opened.getbands() or "transparency" in opened.info:
        return "RGBA"
    return "L" if opened.mode in {"1", "L"} else "RGB"


def main() -> None:
    """Answer for the picture on standard input, within limits that nobody lifts again."""
    # What comes later can open no file, neither to import a part of Pillow (Exif is read by that for TIFF) nor to show
    # the line that warns.
    Image.preinit()
    importlib.import_module("PIL.TiffImagePlugin")
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    for limit, most in (
        (resource.RLIMIT_DATA, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        word, picture = made_anew(content, int(sys.argv[1]))
    except Unfit as unfit:
        word, picture = str(unfit), b""
    sys.stdout.buffer.write(word.encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
