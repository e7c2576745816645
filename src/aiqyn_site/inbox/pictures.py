"""Pictures that readers attach, made anew from their pixels, so that nothing but the pixels is kept.

Camera, owner, place, times, thumbnail, comments and colour profiles are gone; what can be seen in the picture stays,
a watermark too. Documents (PDF, Word) are refused: what is hidden in them cannot be taken out with certainty.

A small file can hold a picture that takes all memory. So no picture is read here: `pixels.py` does it in a process of
its own with little memory and little time, one at a time however many workers there are.
"""

from __future__ import annotations

import contextlib
import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from aiqyn.errors import Refused

#: Bytes that may be sent, and bytes that are kept at most.
LARGEST = 5_000_000
#: Seconds until a picture must be made anew, and that one waits for those before it.
_LONGEST, _WAIT, _AGAIN = 10.0, 3.0, 0.05
_PROGRAM = Path(__file__).with_name("pixels.py")
#: Nothing of our own environment, in which keys may be; what is let go goes back to the system at once.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "1000000"}
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_ENDINGS = ("jpg", "png", "webp")
_REFUSALS = ("picture_kind", "picture_broken", "picture_pixels", "picture_heavy")
_LONGEST_LINE = 100


def stripped(content: bytes) -> tuple[str, bytes]:
    """A picture's pixels in a new file of the same format, and its name: the SHA-256 of its bytes.

    The format is told by the content. Refuses what is too large, a document, no picture of these formats, broken, or
    takes more memory or time than there is; and any picture while the machine has none for it.
    """
    if len(content) > LARGEST:
        raise Refused("picture_large", "file")
    if content.startswith(_DOCUMENTS):
        raise Refused("picture_document", "file")
    with _turn() as turn:
        answer = _answer(content, turn)
    line, _, picture = answer.partition(b"\n")
    word = line.decode("ascii", "replace")
    if word in _ENDINGS and picture:
        return f"{sha256(picture).hexdigest()}.{word}", picture
    raise Refused(word if word in _REFUSALS else "picture_heavy", "file")


@contextlib.contextmanager
def _turn() -> Iterator[int]:
    """The only picture in work: the lock, a file descriptor, to be held by whoever works on it.

    Refuses where others take too long. The lock is on the program itself: a file that is there, whatever the database.
    """
    until = time.monotonic() + _WAIT
    with _PROGRAM.open("rb") as program:
        while True:
            try:
                fcntl.flock(program, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > until:
                    raise Refused("picture_unready", "file") from None
                time.sleep(_AGAIN)
            else:
                break
        yield program.fileno()


def _answer(content: bytes, turn: int) -> bytes:
    """What the program says of a picture; cut short, or nothing, where it was ended."""
    try:
        child = subprocess.Popen(  # noqa: S603 - a program of our own, with arguments of our own
            [sys.executable, "-I", str(_PROGRAM), str(LARGEST)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            pass_fds=(turn,),  # it keeps the lock even if this worker is killed
        )
    except OSError:
        raise Refused("picture_unready", "file") from None
    end = threading.Timer(_LONGEST, child.kill)
    end.start()
    try:
        with child, contextlib.suppress(BrokenPipeError):
            if child.stdin and child.stdout:
                child.stdin.write(content)
                child.stdin.close()
                return child.stdout.read(LARGEST + _LONGEST_LINE)
    finally:
        child.kill()
        end.cancel()
    return b""
