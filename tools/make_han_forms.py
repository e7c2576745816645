"""Make `src/aiqyn/names/data/han_forms.csv` from the tables of OpenCC (Apache-2.0), which the site does not need.

    pip install opencc-python-reimplemented==0.1.7 && python tools/make_han_forms.py

For each simplified character the traditional ones that it stands for, of the block that names are written in; where
OpenCC gives several simplified ones, its first. It serves to find a name in either form, never to write one. Reviewed
by eye and kept: run this again only to take in a new edition of OpenCC.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "aiqyn" / "names" / "data"
_BLOCK = range(0x4E00, 0xA000)


def main() -> None:
    """Write the file."""
    table = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in table.splitlines())
    simpler = {traditional: simplified.split()[0] for traditional, _, simplified in rows}
    forms: dict[str, str] = {}
    for traditional, first in simpler.items():
        last = simpler.get(first, first)  # 薴 is 苧, which is 苎
        if traditional != last and all(len(form) == 1 and ord(form) in _BLOCK for form in (traditional, last)):
            forms[last] = forms.get(last, "") + traditional
    with (DATA / "han_forms.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("simplified", "traditional"))
        writer.writerows(sorted(forms.items()))


if __name__ == "__main__":
    main()
