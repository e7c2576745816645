"""Small real documents: a PDF with a table of what is where, and pictures made from pixels."""

from __future__ import annotations

import io
import zlib

from PIL import Image


def pdf(*extra: bytes, catalog: bytes = b"") -> bytes:
    """A PDF of one empty page; `extra` are further objects, `catalog` further entries of its catalogue."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *extra,
    ]
    file, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(file), len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(file)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream packed with Flate."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def picture(form: str, *, place: bool = False, camera: bool = False) -> bytes:
    """A picture as PNG or JPEG, with a place or a camera among its EXIF fields."""
    exif = Image.Exif()
    if camera:
        exif[0x0110] = "A camera"
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (44.0, 10.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, form, exif=exif)
    return out.getvalue()
