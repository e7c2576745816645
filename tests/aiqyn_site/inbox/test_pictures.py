"""A picture keeps its pixels and nothing else; anything but a picture is refused, and a hostile one hurts nobody."""

from __future__ import annotations

import fcntl
import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, PngImagePlugin

from aiqyn.errors import Refused
from aiqyn_site.inbox import pictures, pixels
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


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def kept(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(stripped(content)[1]))


def test_parts_of_a_picture_made_smaller_leave_no_seams() -> None:
    sent = Image.merge("RGB", [Image.radial_gradient("L").resize((4_400, 110)) for _ in range(3)])
    expected = sent.resize((4_000, 100), Image.Resampling.BICUBIC)
    assert max(high for _, high in ImageChops.difference(kept(saved(sent, "PNG")), expected).getextrema()) <= 1


def test_grey_of_sixteen_bits_keeps_its_tones() -> None:
    ramp = Image.frombytes("I;16", (256, 1), b"".join((tone * 257).to_bytes(2, "little") for tone in range(256)))
    assert kept(saved(ramp, "PNG")).convert("L").tobytes() == bytes(range(256))


@pytest.mark.parametrize(
    ("mode", "kind", "shown"),
    [
        ("1", "PNG", (255, 255, 255)),
        ("P", "PNG", (255, 0, 0)),
        ("LA", "PNG", (255, 255, 255)),
        ("L", "JPEG", (255, 255, 255)),
        ("CMYK", "JPEG", (255, 0, 0)),
        ("RGB", "WEBP", (255, 0, 0)),
    ],
)
def test_however_a_picture_is_written_down_it_looks_the_same(mode: str, kind: str, shown: tuple[int, ...]) -> None:
    sent = Image.new("RGB", (20, 10), shown).convert(mode)
    pixel = kept(saved(sent, kind)).convert("RGB").getpixel((7, 7))
    assert isinstance(pixel, tuple)
    assert max(abs(left - right) for left, right in zip(pixel, shown, strict=True)) <= 4


@pytest.mark.parametrize("kind", ["MPO", "PNG", "WEBP"])
def test_of_several_pictures_in_a_file_the_first_is_kept(kind: str) -> None:
    """A telephone's JPEG may hold a second one, which Pillow calls another format."""
    first, second = Image.new("RGB", (16, 16), "blue"), Image.new("RGB", (16, 16), "red")
    picture = kept(saved(first, kind, save_all=True, append_images=[second]))
    assert picture.format == {"MPO": "JPEG"}.get(kind, kind)
    pixel = picture.convert("RGB").getpixel((8, 8))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0]


def png(width: int, height: int, channels: int) -> bytes:
    """A black PNG, packed as small as can be."""
    packer, row = zlib.compressobj(1), bytes(width * channels + 1)
    at_once = max(1, 1_000_000 // len(row))
    packed = [packer.compress(row * min(at_once, height - top)) for top in range(0, height, at_once)]
    colour = {3: b"\2", 4: b"\6"}[channels]
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08" + colour + bytes(3)
    chunks = ((b"IHDR", head), (b"IDAT", b"".join([*packed, packer.flush()])), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


#: What a picture takes in bytes in the program that makes it anew, told by its parent: a small one, for until a program
#: begins, what its parent has counts as its own.
MEASURE = """
import resource, sys
from aiqyn.errors import Refused
from aiqyn_site.inbox.pictures import stripped
try:
    name = stripped(sys.stdin.buffer.read())[0].rpartition(".")[2]
except Refused as refused:
    name = refused.code
print(name, "PIL" in sys.modules, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        pytest.param(lambda: png(5_000, 5_000, 4), b"png", id="25 million pixels in a hundred kilobytes"),
        pytest.param(lambda: png(1, 25_000_000, 3), b"picture_pixels", id="the same, a pixel wide"),
        pytest.param(lambda: saved(Image.new("RGB", (4_000, 4_000)), "JPEG"), b"jpg", id="a JPEG just read whole"),
    ],
)
def test_no_picture_takes_more_than_150_megabytes_nor_is_any_read_here(
    content: Callable[[], bytes], answer: bytes
) -> None:
    command = [sys.executable, "-c", MEASURE]
    printed = subprocess.run(command, input=content(), capture_output=True, check=True).stdout.split()
    assert printed[:2] == [answer, b"False"]
    assert int(printed[2]) < 150_000_000


def test_what_takes_too_long_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_LONGEST", 0.0)
    with pytest.raises(Refused, match="picture_heavy"):
        stripped(photograph("JPEG"))


def test_what_the_memory_does_not_suffice_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pixels.JpegImagePlugin.JpegImageFile, "load", none)
    with pytest.raises(pixels.Unfit, match="picture_heavy"):
        pixels.made_anew(photograph("JPEG"), LARGEST)


def test_only_one_picture_is_worked_on_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_WAIT", 0.0)
    with Path(pixels.__file__).open("rb") as program:
        fcntl.flock(program, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="picture_unready"):
            stripped(photograph("JPEG"))
    assert stripped(photograph("JPEG"))


def test_where_no_program_can_be_started_pictures_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Refused, match="picture_unready"):
        stripped(photograph("JPEG"))


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
