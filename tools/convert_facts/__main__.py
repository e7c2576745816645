"""`python -m tools.convert_facts`: makes registers/kazakhstan-china from the shared fact files."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tools.convert_facts.convert import convert, texts_to_translate
from tools.convert_facts.folder import has_later_rows, write_register
from tools.convert_facts.tables import load_tables

_ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Converts, writes, and says what was made. Exit 1 when a text has no translation yet.

    Refuses to write over a register that has grown since.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.convert_facts", description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=_ROOT.parent / "shared", help="folder with facts/ and regions.csv"
    )
    parser.add_argument("--out", type=Path, default=_ROOT / "registers/kazakhstan-china", help="folder to write")
    options = parser.parse_args(arguments)
    if not (options.shared / "facts").is_dir():
        parser.error(f"{options.shared}/facts is not there; name the folder with --shared")
    if has_later_rows(options.out):
        parser.error(f"{options.out} holds statements recorded later; name another folder with --out")
    tables = load_tables()
    register = convert(options.shared, tables)
    write_register(options.out, register)
    outcomes = dict(sorted(Counter(outcome.name for outcome in register.outcomes).items()))
    print(f"{options.out}: {len(register.statements)} statements, {len(register.entities)} entities,")
    print(f"{len(register.sources)} sources, {len(register.parts)} parts; facts: {outcomes}")
    missing = [text for text in texts_to_translate(register.statements) if text not in tables.translations]
    for text in missing:
        print(f"no translation in tables/translations.csv: {text}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
