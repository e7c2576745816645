"""What the machine does not let a command do, in words: a full disk, a medium that may only be read, lost rights."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from aiqyn.words.word_tables import Wording

_TEXTS: Mapping[int | None, str] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "fixed",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.ENOENT: "missing",
    errno.EBUSY: "busy",
    errno.EIO: "failing",
    errno.EBADMSG: "damaged",
}


def fault_text(fault: OSError, t: Wording) -> str:
    """The sentences for a fault that a command met, by its errno and the file it names, if it names one."""
    text = _TEXTS.get(fault.errno, "other")
    place = fault.filename if fault.filename is not None else t("fault_place")
    values = {"reason": fault.strerror or fault} if text in {"other", "failing", "damaged"} else {}
    return t(f"fault_{text}", None, place=place, **values)
