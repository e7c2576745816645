"""A picture keeps its pixels and nothing else; anything but a picture is refused with the way out."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from aiqyn.errors import Refused
from aiqyn_site.inbox.pictures import LARGEST, stripped

SECRETS = (b"Aigerim", b"SN-4471-X", b"ACME Camera", b"Kyzylorda", b"2024:03:12", b"adobe", b"Photoshop", b"secret")


def exif() -> Image.Exif:
    """The place, the camera's serial number, the author and the time, as a telephone writes them."""
    tags = Image.Exif()
    tags[ExifTags.Base.Artist] = "Aigerim Seit"
    tags[ExifTags.Base.Make] = "ACME Camera"
    tags[ExifTags.Base.DateTime] = "2024:03:12 10:11:12"
    tags[ExifTags.Base.Orientation] = 6
    inner = tags.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.BodySerialNumber] = "SN-4471-X"
    inner[ExifTags.Base.UserComment] = b"secret comment"
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (44.0, 10.0, 30.0)
    place[ExifTags.GPS.GPSAreaInformation] = "Kyzylorda"
    return tags


def photograph(kind: str) -> bytes:
    """A small picture with metadata of every sort that its format holds, and a thumbnail behind the end."""
    picture = Image.linear_gradient("L").resize((80, 40)).convert("RGB")
    out, more = io.BytesIO(), {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>Aigerim</creator></x:xmpmeta>'
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "Aigerim Seit")
        notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
        more = {"pnginfo": notes}
    elif kind == "JPEG":
        more = {"comment": b"secret comment", "xmp": xmp}
    else:
        more = {"xmp": xmp}
    picture.save(out, kind, exif=exif(), icc_profile=profile, **more)
    return out.getvalue() + b"trailing Photoshop Aigerim thumbnail"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_pixels_is_kept(kind: str) -> None:
    sent = photograph(kind)
    assert any(secret in sent for secret in SECRETS)
    _, kept = stripped(sent)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert b"Exif" not in kept
    assert b"ICC" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.format == kind
        assert not opened.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "Author"} & opened.info.keys()


def test_a_picture_taken_upright_stays_upright_though_the_mark_that_says_so_is_gone() -> None:
    with Image.open(io.BytesIO(stripped(photograph("JPEG"))[1])) as opened:
        assert opened.size == (40, 80)


def test_the_name_tells_the_content_and_nothing_else() -> None:
    (first, _), (again, _) = stripped(photograph("PNG")), stripped(photograph("PNG"))
    assert first == again
    assert first.endswith(".png")
    assert len(first) == 68


def test_clear_pixels_stay_clear() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (10, 20, 30, 40)).save(out, "PNG")
    with Image.open(io.BytesIO(stripped(out.getvalue())[1])) as opened:
        assert opened.convert("RGBA").getpixel((4, 4)) == (10, 20, 30, 40)


def test_a_large_picture_is_made_smaller() -> None:
    out = io.BytesIO()
    Image.new("RGB", (5_000, 100), "white").save(out, "JPEG")
    with Image.open(io.BytesIO(stripped(out.getvalue())[1])) as opened:
        assert opened.size == (4_000, 80)


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/core.xml", "<creator>Aigerim</creator>")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (9, 9)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\xff" * (LARGEST + 1), "picture_large", id="too many bytes"),
        pytest.param(b"%PDF-1.7 ...", "picture_document", id="a PDF"),
        pytest.param(document(), "picture_document", id="a Word file, whatever its name"),
        pytest.param(b"\xd0\xcf\x11\xe0old word", "picture_document", id="an old Word file"),
        pytest.param(b"<svg onload=alert(1)>", "picture_kind", id="an SVG"),
        pytest.param(gif(), "picture_kind", id="a GIF"),
        pytest.param(b"", "picture_kind", id="nothing"),
        pytest.param(b"MZ\x90\x00", "picture_kind", id="a program"),
        pytest.param(bomb(), "picture_pixels", id="a bomb of four hundred million pixels in a few kilobytes"),
        pytest.param(photograph("JPEG")[:700], "picture_broken", id="a picture cut short"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        stripped(content)
    assert (caught.value.code, caught.value.field) == (code, "file")
