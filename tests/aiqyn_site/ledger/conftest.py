"""A ledger of its own for each test, on SQLite and on PostgreSQL, driven through the real command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.aiqyn_site.ledger.store import HEADER, ROWS, Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store; the second run of each test is on PostgreSQL."""
    if request.param == "postgres":
        return Store(request.getfixturevalue("postgres_url"), tmp_path)
    return Store(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Store:
    """An empty store on SQLite, for what concerns its file."""
    return Store(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A register of one project and four statements."""
    folder = tmp_path / "small"
    folder.mkdir()
    labels = "\n".join(f'{lang} = "Small"' for lang in ("kk", "ru", "en", "zh"))
    (folder / "register.toml").write_text(
        f'id = "small"\nlicence = "CC-BY-4.0"\n[title]\n{labels}\n[summary]\n{labels}\n', encoding="utf-8"
    )
    (folder / "entities.csv").write_text("id,kind,part_of\nbridge,project,\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "id,url,title,title_basis,publisher,published,published_basis,lang,kind,note\n"
        "gazette,https://gazette.example/1,Bridge opens,seen,Gazette,2021-05-01,stated,en,press,\n"
        "herald,https://herald.example/2,Bridge costs,seen,Herald,2021-06,stated,en,press,\n",
        encoding="utf-8",
    )
    (folder / "parts.csv").write_text("id,en,ru,kk,zh\n", encoding="utf-8")
    (folder / "statements.csv").write_text(HEADER + "".join(ROWS), encoding="utf-8")
    return folder
