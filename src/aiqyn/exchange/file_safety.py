"""Documents attached as evidence: which files are taken, by their names and by what is in them.

What runs and what tells a place is looked for in the bytes. In a PDF names are seen that are written plainly or with
hex escapes, also in object streams packed with Flate; not what is encrypted, packed otherwise or packed twice. Places
are seen as a GPS directory of EXIF and as GPS fields of XMP written plainly; not what is packed (in a text chunk of a
PNG), nor a place that a picture shows, nor other fields such as a name or a camera.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from aiqyn.errors import Refused
from aiqyn.exchange.personal import personal_data

#: The media type of each extension that is taken.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
#: What the bytes of a kind begin with (ISO 32000-1, 7.5.2; PNG, 5.2; JPEG, B.1.1.2); a text has none.
_BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
#: Names in a PDF that run something or carry a further file (ISO 32000-1, 7.11.4, 12.6.4).
_RUNS = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)(?![A-Za-z0-9])")
#: So short a name comes up by chance in packed bytes, so that it is looked for outside of them.
_RUNS_BRIEFLY = re.compile(rb"/(JS)(?![A-Za-z0-9])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM, _STREAM_END = re.compile(rb"stream\r?\n"), b"endstream"
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
#: Bytes before a stream in which its dictionary says what it is.
_DICTIONARY = 400
_MOST_UNPACKED = 20_000_000
#: A GPS directory of EXIF (tag 0x8825, one LONG or IFD; Exif 2.3, 4.6.3) in either order of bytes, or a field of XMP.
_PLACE = re.compile(
    rb"\x25\x88[\x04\x0d]\x00\x01\x00\x00\x00|\x88\x25\x00[\x04\x0d]\x00\x00\x00\x01|GPSL(?:at|ong)itude"
)


def extension(name: str) -> str:
    """What stands after the last full stop of a file name, in small letters."""
    return name.rpartition(".")[2].lower()


def document_fault(name: str, content: bytes) -> Refused | None:
    """What is wrong with a document; None for one that is taken."""
    kind = extension(name)
    if kind not in MEDIA_TYPES or not name.endswith(f".{kind}"):
        return Refused("document_kind", known=tuple(MEDIA_TYPES))
    if not content.startswith(_BEGINNINGS.get(kind, b"")):
        return Refused("document_bytes", kind=kind)
    if kind in {"txt", "csv"} and (fault := _text_fault(content)):
        return fault
    if kind == "pdf" and (name_in_pdf := _running(content)):
        return Refused("document_runs", name=name_in_pdf)
    if _PLACE.search(content):
        return Refused("document_place")
    return None


def _text_fault(content: bytes) -> Refused | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return Refused("document_not_utf8", mend="save_utf8", place=str(fault.start + 1))
    if "\0" in text:
        return Refused("document_nought")
    code = personal_data(text)
    return Refused(code, mend="document_personal") if code else None


def _running(content: bytes) -> str:
    """The first name in a PDF that runs something or carries a file; blank where none is found."""
    for pattern, where in ((_RUNS, content), (_RUNS_BRIEFLY, _outside_streams(content))):
        if name := pattern.search(_plain(where)):
            return name[1].decode()
    for unpacked in _object_streams(content):
        if name := _RUNS.search(_plain(unpacked)) or _RUNS_BRIEFLY.search(_plain(unpacked)):
            return name[1].decode()
    return ""


def _plain(content: bytes) -> bytes:
    """Names with their hex escapes undone (ISO 32000-1, 7.3.5)."""
    return _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), content)


def _streams(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each stream begins, its bytes begin and end; looked through once, however many begin and never end."""
    end = 0
    while begin := _STREAM.search(content, end):
        stop = content.find(_STREAM_END, begin.end())
        if stop < 0:
            return
        yield begin.start(), begin.end(), stop
        end = stop + len(_STREAM_END)


def _outside_streams(content: bytes) -> bytes:
    outside, end = [], 0
    for keyword, _, stop in _streams(content):
        outside.append(content[end:keyword])
        end = stop + len(_STREAM_END)
    return b" ".join((*outside, content[end:]))


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Object streams as unpacked, as far as they are packed with Flate, up to a limit of bytes over all."""
    left, end = _MOST_UNPACKED, 0
    for keyword, start, stop in _streams(content):
        if left and _OBJECTS.search(content, max(end, keyword - _DICTIONARY), keyword):
            with suppress(zlib.error):
                unpacked = zlib.decompressobj().decompress(content[start:stop], left)
                left -= len(unpacked)
                yield unpacked
        end = stop
