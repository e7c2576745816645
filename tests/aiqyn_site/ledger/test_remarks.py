"""A load remarks what is unlikely of the rows it added, beside all that was recorded before."""

from __future__ import annotations

import json
from pathlib import Path

from aiqyn.exchange.strict_csv import csv_line
from tests.aiqyn_site.later import later_row
from tests.aiqyn_site.store import Store


def add(register: Path, *rows: list[str]) -> None:
    with (register / "statements.csv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(map(csv_line, rows))


def bridge_cost(value: str, **fields: str) -> list[str]:
    return later_row(
        entity="bridge", property="cost", value=value, unit="USD million", source="gazette", as_of="2019", **fields
    )


def test_what_a_load_adds_is_remarked_once(store: Store, small: Path) -> None:
    add(small, bridge_cost("42.3"))
    assert "unlikely" not in store.run("load", small).stdout
    add(small, bridge_cost("42300000"))
    last = len((small / "statements.csv").read_text("utf-8").splitlines())
    remarks = json.loads(store.run("load", small, "--json").stdout)["remarks"]
    assert [(remark["line"], remark["code"]) for remark in remarks] == [(last, "unlikely_most")]
    add(small, bridge_cost("39"))
    printed = store.run("load", small).stdout
    assert printed.startswith("loaded: statements 1")
    assert "unlikely" not in printed
    store.run("verify")
