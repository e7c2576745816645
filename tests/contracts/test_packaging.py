"""What is installed: locked requirements, a package that holds its data, commands that exist."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("base", "dev", "bench")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")


def pins(text: str) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


def tracked_files() -> list[Path]:
    """The files under version control and those about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert "://" not in lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    requirements = re.sub(r"\\\n\s*", " ", lock(name)).splitlines()
    pinned = [line for line in requirements if line and not line.lstrip().startswith("#")]
    assert pinned
    assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["dev", "bench"])
def test_what_is_tested_is_what_is_run(name: str) -> None:
    assert pins(lock("base")).items() <= pins(lock(name)).items()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_was_asked_for(name: str) -> None:
    asked = pins((ROOT / f"requirements/{name}.in").read_text(encoding="utf-8"))
    assert asked.items() <= pins(lock(name)).items()


def test_everything_that_the_package_needs_is_locked() -> None:
    needed = {re.split(r"[\[<>=]", name)[0].lower() for name in PROJECT["dependencies"]}
    assert needed <= pins(lock("base")).keys()


def test_the_linter_is_pinned_exactly() -> None:
    assert "ruff" in pins((ROOT / "requirements/dev.in").read_text(encoding="utf-8"))


def test_no_file_names_a_package_registry() -> None:
    address = re.compile(r"index-url\W+\w+:|registry\s*=\W*https?:|\"resolved\":|://\S+\.(?:whl|tar\.gz)\b|://pypi")
    texts = [p for p in tracked_files() if p.suffix in {"", ".txt", ".in", ".toml", ".md", ".py", ".lock", ".cfg"}]
    matchs = [path for path in texts if path != Path(__file__) and address.search(path.read_text("utf-8"))]
    assert matchs == []


def test_lock_formats_that_record_addresses_are_not_kept() -> None:
    assert [path for path in tracked_files() if path.name in {"uv.lock", "poetry.lock", "pylock.toml"}] == []


def test_the_wheel_holds_every_data_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("aiqyn-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    sources = {p.relative_to(ROOT / "src") for p in tracked_files() if p.is_relative_to(ROOT / "src")}
    assert {str(path) for path in sources} - packed == set()


def test_the_command_and_its_parts_can_be_loaded() -> None:
    (command,) = entry_points(group="console_scripts", name="aiqyn")
    parts = entry_points(group="aiqyn.commands")
    assert callable(command.load())
    assert set(parts.names) == set(PROJECT["entry-points"]["aiqyn.commands"])
    assert [part.name for part in parts if not callable(part.load())] == []
