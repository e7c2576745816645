"""`python -m tools.snapshot FOLDER`: what every public address of a register answers, a file an address.

Pages in every language, feeds, tables, calendars and the API are asked for in process, from a database made for it,
on a fixed day. `python -m tools.snapshot --compare OLD NEW` names each address that is in one only or answers
otherwise, and exits with 1 if there is any: before and after a change of the code that readers should not see. Pages
that differ only in white space that no browser shows are counted apart, and named with `--bytes`; the stamp of the
style sheet in their addresses does not count.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

_DAY = "2026-11-28"
_LONGEST_NAME = 180


def file_of(folder: Path, address: str) -> Path:
    """Where the answer of an address is kept: as the address reads, the query in the file's name."""
    path, _, query = address.partition("?")
    name = quote(f"?{query}", safe="?&=+") if query else ""
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}~{sha256(query.encode()).hexdigest()[:8]}"
    bare = "" if path.endswith("/") else "~"  # an address without its last slash is another
    return folder / path.lstrip("/") / f"answer{bare}{name}"


def save(folder: Path, register: Path, only: str, day: str) -> int:
    """Save every answer; how many."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / ".snapshot").exists():
            raise SystemExit(f"{folder} has other files in it; name an empty folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".snapshot").touch()
    database = folder.resolve().with_name(f"{folder.name}.sqlite3")
    for leftover in database.parent.glob(f"{database.name}*"):
        leftover.unlink()
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{database}",
        "AIQYN_REGISTER": str(register),
        "AIQYN_TODAY": day,
        "AIQYN_CACHE_MB": "0",
        "AIQYN_SECRET_KEY": "snapshot",
    }
    from aiqyn.cli import main as aiqyn  # noqa: PLC0415 - its settings are set above
    from tools.snapshot.crawl import answers  # noqa: PLC0415 - as said above

    if code := aiqyn(["load", str(register)]):
        raise SystemExit(code)
    count = 0
    for answer in answers(only):
        file = file_of(folder, answer.address)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"{answer.address}\n{answer.status} {answer.type}\n".encode() + answer.body)
        count += 1
        if count % 500 == 0:
            print(f"{count} addresses ...", flush=True)
    for leftover in database.parent.glob(f"{database.name}*"):
        leftover.unlink()
    return count


def compare(old: Path, new: Path, most: int, *, by_bytes: bool) -> int:
    """Name each address that differs, with the first lines that do; how many."""
    before, after = _files(old), _files(new)
    unlike = [name for name in sorted(before & after) if _unstamped(old / name) != _unstamped(new / name)]
    alike = [] if by_bytes else [name for name in unlike if _as_shown(old / name) == _as_shown(new / name)]
    differing = [*sorted({*unlike} - {*alike}), *sorted(before ^ after)]
    for place, name in enumerate(differing):
        if name not in after:
            print(f"- {_address(old / name)}: only in {old}")
        elif name not in before:
            print(f"+ {_address(new / name)}: only in {new}")
        else:
            print(f"! {_address(new / name)}")
            if place < most:
                _show(old / name, new / name)
    spaced = f", {len(alike)} only in white space that is not shown" if alike else ""
    print(f"{len(before & after)} addresses in both, {len(differing)} differ{spaced}")
    return len(differing)


_KEPT_AS_WRITTEN = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
_BLOCKS = """
address article aside blockquote body br caption col colgroup dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 head header hr html legend li link main meta nav ol option p script section select summary svg table
tbody td tfoot th thead title tr ul
"""
_AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{'|'.join(_BLOCKS.split())})\b[^>]*>)\s*")


def _unstamped(file: Path) -> bytes:
    """An answer without the stamps of the style sheet and the script, which are looked at by themselves.

    And without the head of the ledger and the cursors made with it: rows are salted, so that each database has its own.
    """
    unstamped = re.sub(rb"(/static/[a-z/]+\.[a-z]+)\?v=[0-9a-f]{8}", rb"\1", file.read_bytes())
    return re.sub(rb'("(?:head|next)":")[\w-]+"', rb'\1"', unstamped)


def _as_shown(file: Path) -> str:
    """A page without the white space that no browser shows: around blocks, and beyond one space elsewhere."""
    text = _unstamped(file).decode("utf-8", "replace")
    if " text/html" not in text[:1000].partition("<")[0]:
        return text
    parts = _KEPT_AS_WRITTEN.split(text)
    parts[::2] = [_AROUND_BLOCKS.sub(r"\1", re.sub(r"\s+", " ", part)) for part in parts[::2]]
    return "".join(parts)


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("answer*") if path.is_file()}


def _address(file: Path) -> str:
    return file.read_bytes().partition(b"\n")[0].decode("utf-8", "replace")


def _show(old: Path, new: Path) -> None:
    lines = [path.read_bytes().decode("utf-8", "replace").splitlines() for path in (old, new)]
    for number, line in enumerate(difflib.unified_diff(*lines, n=0, lineterm="")):
        if number >= 14:
            print("    ...")
            break
        if number >= 2:
            print(f"    {line[:400]}")


def main() -> int:
    """Save or compare."""
    parser = argparse.ArgumentParser(prog="python -m tools.snapshot", description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--bytes", action="store_true", help="count white space that no browser shows")
    parser.add_argument("--register", type=Path, default=Path("registers/kazakhstan-china"))
    parser.add_argument("--only", default="", metavar="PATTERN", help="addresses to save, as a regular expression")
    parser.add_argument("--day", default=_DAY, help="the day that pages take as today")
    parser.add_argument("--most", type=int, default=20, help="of how many answers to show the lines that differ")
    arguments = parser.parse_args()
    if arguments.compare:
        return 1 if compare(*arguments.compare, arguments.most, by_bytes=arguments.bytes) else 0
    if len(arguments.folder) != 1:
        parser.error("name one folder to save into, or --compare OLD NEW")
    count = save(arguments.folder[0], arguments.register, arguments.only, arguments.day)
    print(f"{count} addresses saved in {arguments.folder[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
