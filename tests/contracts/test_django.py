"""Django's own checks of the site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["makemigrations", "--check", "--dry-run"], id="models and migrations agree"),
        pytest.param(["check", "--fail-level=WARNING"], id="the site has no system check warnings"),
    ],
)
def test_django_finds_no_fault(command: list[str], tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "aiqyn_site.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
    }
    checked = subprocess.run(
        [sys.executable, "-m", "django", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
