"""The conditions every test runs under, and the commands a newcomer meets first."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_a_connection_to_another_address_is_refused() -> None:
    # 127.0.0.2 is this machine too, yet not on the list: nothing leaves the machine even if the guard fails.
    with socket.socket() as stranger, pytest.raises(SocketConnectBlockedError):
        stranger.connect(("127.0.0.2", 9))


def test_a_connection_on_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def run_inner_tests(folder: Path, code: str, environment: dict[str, str]) -> str:
    """Run `code` as a test file under the project's own conftest.py and return what pytest prints."""
    (folder / "tests/aiqyn").mkdir(parents=True)
    (folder / "tests/conftest.py").write_text((ROOT / "tests/conftest.py").read_text("utf-8"), "utf-8")
    (folder / "tests/aiqyn/test_inner.py").write_text(code, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  chromium\n  postgres\n  shared\n  sql\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/aiqyn"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


NEEDS_POSTGRES = "def test_inner(postgres_server):\n    assert postgres_server\n"
SKIPS = "import pytest\n\ndef test_inner():\n    pytest.skip('no reason')\n"


def test_what_a_machine_lacks_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    printed = run_inner_tests(tmp_path, NEEDS_POSTGRES, {})
    assert "1 test was not run for want of PostgreSQL (set DATABASE_URL_TEST=" in printed
    assert "1 skipped" in printed


@pytest.mark.parametrize("code", [NEEDS_POSTGRES, SKIPS])
def test_a_skip_is_a_failure_where_all_is_required(tmp_path: Path, code: str) -> None:
    printed = run_inner_tests(tmp_path, code, {"AIQYN_REQUIRE_ALL": "1"})
    assert "AIQYN_REQUIRE_ALL=1 allows no skipped test" in printed
    assert " passed" not in printed
    assert " skipped" not in printed.splitlines()[-1]


def test_what_is_not_part_of_the_project_may_be_missing_even_there(tmp_path: Path) -> None:
    printed = run_inner_tests(tmp_path, "def test_inner(shared):\n    assert shared\n", {"AIQYN_REQUIRE_ALL": "1"})
    assert "1 test was not run for want of the folder ../shared" in printed
    assert "1 skipped" in printed.splitlines()[-1]


def test_ci_requires_all() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "export AIQYN_REQUIRE_ALL=1" in script
    assert "make check" in script


def test_bare_make_lists_every_target_with_its_help() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert [name for name in phony[1].split() if not re.search(rf"make {name} +\w", listed)] == []


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda page: page.name)
def test_every_link_of_the_documents_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
