"""The layers hold, and the check of the layers bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Stands in for a machine without Django: the import fails as it does where nothing is installed.
WITHOUT_DJANGO = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "aiqyn_site", "jinja2", "whitenoise", "gunicorn", "psycopg"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
IMPORT_ALL = """
import importlib, pkgutil, aiqyn
names = ["aiqyn", *(m.name for m in pkgutil.walk_packages(aiqyn.__path__, "aiqyn."))]
for name in names:
    importlib.import_module(name)
assert "django" not in sys.modules
print(len(names))
"""
COLLECT = """
import pytest
sys.exit(pytest.main(["-c", sys.argv[1], "--rootdir", sys.argv[2], "--collect-only", "-qq", "-p", "no:django",
    "-p", "no:randomly", "-p", "no:cacheprovider", sys.argv[2] + "/tests/aiqyn"]))
"""


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the layers of the copy of the project in `folder`."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-logo",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code and its contracts that a test may spoil."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_an_untouched_copy_keeps_every_layer(copy: Path) -> None:
    checked = lint_imports(copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("file", "offence", "broken"),
    [
        ("aiqyn/values/offence.py", "import django", "The core imports neither Django nor the site"),
        ("aiqyn/ledger/offence.py", "import aiqyn_site", "The core imports neither Django nor the site"),
        ("aiqyn/values/offence.py", "import aiqyn.ledger", "Inside the core imports run one way"),
        ("aiqyn/vocabulary/offence.py", "import aiqyn.exchange", "Inside the core imports run one way"),
        ("aiqyn_site/ledger/offence.py", "import aiqyn_site.pages", "Pages and API use the apps"),
        ("aiqyn/dossier/offence.py", "import aiqyn.disclosure", "Inside the core imports run one way"),
        ("aiqyn_site/projects/offence.py", "import aiqyn_site.api", "Pages and API use the apps"),
        ("aiqyn_site/dossier/offence.py", "import aiqyn_site.search", "Pages and API use the apps"),
    ],
)
def test_an_import_against_the_layers_is_found(copy: Path, file: str, offence: str, broken: str) -> None:
    (copy / "src" / file).write_text(f"{offence}\n", encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert [line for line in checked.stdout.splitlines() if line.startswith(broken) and "BROKEN" in line]


def test_a_module_of_the_core_outside_every_layer_is_found(copy: Path) -> None:
    (copy / "src/aiqyn/offence.py").write_text("", encoding="utf-8")
    assert lint_imports(copy).returncode == 1


def test_the_whole_core_imports_without_django() -> None:
    imported = python(WITHOUT_DJANGO + IMPORT_ALL)
    assert imported.returncode == 0, imported.stderr
    assert int(imported.stdout) > 10


def test_the_tests_of_the_core_need_no_django(tmp_path: Path) -> None:
    settings = tmp_path / "pytest.ini"
    settings.write_text(f"[pytest]\naddopts = --import-mode=importlib\npythonpath = {ROOT}\n", encoding="utf-8")
    collected = python(WITHOUT_DJANGO + COLLECT, str(settings), str(ROOT))
    assert collected.returncode == 0, collected.stdout + collected.stderr
