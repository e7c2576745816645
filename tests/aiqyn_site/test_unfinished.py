"""What a killed command left behind goes, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from aiqyn_site.unfinished import unfinished

AT_WORK = """
import sys
from pathlib import Path
from aiqyn_site.unfinished import unfinished
with unfinished(Path(sys.argv[1]), "export") as folder:
    (folder / "statements.csv").write_text("half")
    print(folder, flush=True)
    sys.stdin.read()
"""


def at_work(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process that has begun something, and its folder."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", AT_WORK, str(parent)], stdin=pipe, stdout=pipe, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_killed_process_goes_and_that_of_another_at_work_stays(tmp_path: Path) -> None:
    killed, left = at_work(tmp_path)
    working, theirs = at_work(tmp_path)
    killed.kill()
    killed.communicate()
    assert (left / "statements.csv").is_file()

    with unfinished(tmp_path, "backup") as own:
        assert own.stat().st_mode & 0o777 == 0o700
        assert sorted(tmp_path.iterdir()) == sorted([own, theirs])
        assert (theirs / "statements.csv").is_file()
    working.communicate("")
    assert list(tmp_path.iterdir()) == []


def test_links_files_and_folders_under_other_names_stay(tmp_path: Path) -> None:
    elsewhere, parent = tmp_path / "elsewhere", tmp_path / "parent"
    elsewhere.mkdir()
    parent.mkdir()
    (elsewhere / "precious").touch()
    (parent / ".aiqyn-export-abcdefgh").symlink_to(elsewhere)
    (parent / ".aiqyn-export-abcdefg1").touch()
    (parent / ".aiqyn-export-of-mine").mkdir()
    (parent / ".aiqyn-export-abcdefg2").mkdir()

    with unfinished(parent, "export"):
        pass
    assert {path.name[-2:] for path in parent.iterdir()} == {"gh", "g1", "ne"}
    assert (elsewhere / "precious").is_file()
