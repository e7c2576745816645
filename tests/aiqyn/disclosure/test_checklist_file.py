"""The checklist that comes with the package, and faults of a checklist: each refused with its place."""

from __future__ import annotations

import csv
import re
import shutil
from importlib import resources
from pathlib import Path

import pytest

from aiqyn.disclosure import BasisKind, Condition, PublishDuty, Stage, Verdict, load_checklist, read_checklist
from aiqyn.vocabulary import LANGUAGES
from tests.aiqyn.refusals import refused_in_words

#: Ids and weights of domain.md 3.2.
WEIGHTS = (
    "ID01 2 ID02 1 ID03 1 ID04 2 PA01 2 PA02 2 PA03 2 PA04 2 PA05 1 MO01 2 MO02 2 MO03 1 MO04 1 MO05 1 SC01 1 SC02 1 "
    "SC03 1 LO01 2 LO02 2 LO03 1 EN01 3 EN02 3 EN03 3 EN04 3 EN05 3 EN06 3 EN07 3 EN08 3 EN09 2 EN10 3 EN11 3 EN12 2 "
    "EN13 2 EN14 3 EN15 2 SO01 1 SO02 1 SO03 2 SO04 1 CO01 2 CO02 1 RE01 2 RE02 2 RE03 1"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the checklist that a test may spoil."""
    with resources.as_file(resources.files("aiqyn.disclosure") / "data") as data:
        shutil.copytree(data, tmp_path / "data")
    return tmp_path / "data"


def spoil(folder: Path, item: str, column: str, value: str) -> None:
    path = folder / "checklist.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    line = next(cells for cells in lines if cells[0] == item)
    line[lines[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def put(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path, problem: str) -> None:
    with refused_in_words(problem):
        read_checklist(folder)


def test_the_items_and_weights_are_the_forty_four_agreed() -> None:
    assert " ".join(f"{item.id} {item.weight}" for item in load_checklist().items.values()) == WEIGHTS


def test_the_environment_has_41_of_84() -> None:
    method = load_checklist().method
    assert (method.groups["environment"].weight, method.weight) == (41, 84)


@pytest.mark.parametrize(
    ("stage", "conditions", "count"),
    [
        (Stage.IDENTIFICATION, [], 11),
        (Stage.PREPARATION, [], 28),
        (Stage.CONSTRUCTION, [], 37),
        (Stage.CONSTRUCTION, [Condition.PERMIT_ISSUED], 38),
        (Stage.OPERATION, [], 41),
        (Stage.OPERATION, list(Condition), 44),
        (Stage.CLOSED, [], 13),
    ],
)
def test_each_stage_asks_for_its_items(stage: Stage, conditions: list[Condition], count: int) -> None:
    assert sum(item.applies(stage, conditions) for item in load_checklist().items.values()) == count


def test_a_duty_to_publish_is_claimed_only_where_one_was_seen() -> None:
    items = load_checklist().items.values()
    assert [item.id for item in items if item.publish_duty is PublishDuty.SEEN] == ["EN05", "EN06", "EN07"]
    assert [item.id for item in items if item.publish_duty is PublishDuty.SEEN_OLDER] == ["EN11"]


def test_a_basis_that_was_not_seen_says_so() -> None:
    unverified = {
        item.id for item in load_checklist().items.values() if not all(basis.verified for basis in item.bases)
    }
    assert unverified == {"PA04", "MO04", "LO02", "EN11", "EN12"}


def test_only_an_item_with_a_basis_in_law_weighs_three() -> None:
    for item in load_checklist().items.values():
        assert item.weight < 3 or any(basis.kind is BasisKind.LAW for basis in item.bases), item.id


def test_texts_differ_from_item_to_item_and_have_the_script_of_their_language() -> None:
    items = load_checklist().items.values()
    for lang in LANGUAGES:
        assert len({item.labels[lang] for item in items}) == 44
        assert len({item.disclosed[lang] for item in items}) == 44
    for item in items:
        for texts in (item.labels, item.disclosed, item.partial):
            assert re.search("[А-Яа-я]", texts["ru"]), item.id
            assert not re.search("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]", texts["ru"]), item.id
            assert re.search("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]", texts["kk"]), item.id
            assert re.search("[\u4e00-\u9fff]", texts["zh"]), item.id
            assert not re.search("[,;:]", texts["zh"]), item.id


def test_sentences_end_with_a_full_stop_and_labels_do_not() -> None:
    for item in load_checklist().items.values():
        for lang in LANGUAGES:
            stop = "。" if lang == "zh" else "."
            assert item.disclosed[lang].endswith(stop), (item.id, lang)
            assert item.partial[lang].endswith(stop), (item.id, lang)
            assert not item.labels[lang].endswith(stop), (item.id, lang)


def test_the_method_has_the_values_agreed() -> None:
    method = load_checklist().method
    assert [method.values[verdict] for verdict in list(Verdict)[:4]] == [100, 50, 0, 0]
    assert (method.minimum_coverage, method.gains, method.version) == (80, 5, "1.1.0")


def test_a_copy_reads_the_same_and_any_change_of_a_byte_changes_the_digest(folder: Path) -> None:
    assert read_checklist(folder) == load_checklist()
    put(folder, "method.toml", "# The method", "# A method")
    assert read_checklist(folder).digest != load_checklist().digest


@pytest.mark.parametrize(
    ("item", "column", "value", "problem"),
    [
        ("ID02", "id", "ID01", r"line 3, column id: 'ID01' stands twice"),
        ("ID02", "id", "name", r"column id: 'name' is not of the form"),
        ("ID02", "version", "0", r"column version: '0' is not a whole number from 1"),
        ("ID02", "group", "gold", r"column group: 'gold' is not known"),
        ("ID02", "weight", "x", r"column weight: 'x' is not a whole number"),
        ("ID02", "weight", "2", r"weights of the group identity sum to 7, method.toml states 6"),
        ("ID02", "basis", "rumour", r"column basis: .*'rumour', which is not known"),
        ("ID02", "basis", "law | standard", r"has not as many parts"),
        ("ID02", "reference", " ", r"is not a reference"),
        ("ID02", "verified", "perhaps", r"column verified: .*'perhaps', which is not known"),
        ("ID02", "publish_duty", "yes", r"column publish_duty: 'yes' is not known"),
        ("ID02", "stages", "", r"names no stage"),
        ("ID02", "stages", "dawn", r"'dawn', which is not known"),
        ("ID02", "stages", "closed closed:changed", r"has 'closed' twice"),
        ("ID02", "stages", "closed:", r"column stages: .*has '', which is not known"),
        ("ID02", "stages", "closed:raining", r"'raining', which is not known"),
        ("ID02", "label_kk", "", r"line 3, column label_kk: '' is not a text"),
        ("ID02", "partial_zh", " 仅 ", r"column partial_zh"),
    ],
)
def test_a_wrong_cell_is_refused(folder: Path, item: str, column: str, value: str, problem: str) -> None:
    spoil(folder, item, column, value)
    refused(folder, problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id,version", "id,edition", r"line 1: column 'version' is missing"),
        ("id,version", "id,id,version", r"line 1: column 'id' is unknown or stands twice"),
        ("\nID02,", "\nID02,,", r"line 3: 22 cells under 21 columns"),
        ("\nID02,", '\n"ID02,', r"checklist.csv line \d+: "),
    ],
)
def test_a_broken_table_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    put(folder, "checklist.csv", old, new)
    refused(folder, problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("version = ", "version ", r"method.toml: .*write TOML"),
        ('"1.1.0"', '"1.0"', r"method: 'version' is missing or wrong \('1.0'\)"),
        ('"1.1.0"', "1", r"'version' is missing or wrong"),
        ("gains = 5", "profits = 5", r"method, profits: is not known here"),
        ("gains = 5", "", r"'gains' is missing or wrong \(None\)"),
        ("minimum_coverage = 80", "minimum_coverage = 101", r"'minimum_coverage' is missing or wrong"),
        ("minimum_coverage = 80", "minimum_coverage = true", r"'minimum_coverage' is missing or wrong"),
        ("weight = 84", "weight = 85", r"weights of all items sum to 84, method.toml states 85"),
        ("partial = 0.5", "partial = 0.505", r"method.values: 'partial' is missing or wrong"),
        ("partial = 0.5", "partial = 1.5", r"'partial' is missing or wrong"),
        ("partial = 0.5", "partial = nan", r"'partial' is missing or wrong"),
        ("partial = 0.5", "partial = true", r"'partial' is missing or wrong"),
        ("partial = 0.5", "not_assessed = 0.5", r"method.values, not_assessed: is not known here"),
        ("[computed]", "[reckoned]", r"reckoned: is not known here"),
        ("[notes.others_only]", "[remarks.others_only]", r"remarks: is not known here"),
        ("[disclaimer]", "[verdicts.rumoured]", r"rumoured: is not known here"),
        ("[groups.money]", "[groups.gold]", r"column group: 'money' is not known"),
        ('zh = "资金"', 'zh = ""', r"method.groups.money.labels: 'zh' is missing or wrong"),
        ('zh = "资金"', 'fr = "argent"', r"fr: is not known here"),
        ("labels = {", "label = {", r"label: is not known here"),
        ("not assessed yet; it", "{day} not assessed yet; it", r"method.lines.not_assessed: 'en' is missing or wrong"),
        ("places searched: {places}", "places searched: {places", r"method.lines.not_found: 'en'"),
        ("places searched: {places}", "places searched: {places!r}", r"method.lines.not_found: 'en'"),
    ],
)
def test_a_wrong_method_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    put(folder, "method.toml", old, new)
    refused(folder, problem)


def test_a_table_that_is_no_table_is_refused(folder: Path) -> None:
    path = folder / "method.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("disclaimer = 1\n" + re.sub(r"\[disclaimer\]\n(.+\n){4}", "", text), encoding="utf-8")
    refused(folder, "'disclaimer' is missing or wrong")


@pytest.mark.parametrize("file", ["checklist.csv", "method.toml"])
def test_a_missing_file_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()
    refused(folder, f"{file}: the file is missing")


@pytest.mark.parametrize("file", ["checklist.csv", "method.toml"])
def test_a_file_that_is_not_utf_8_is_refused(folder: Path, file: str) -> None:
    (folder / file).write_bytes(b"\xff")
    refused(folder, f"{file}: byte 0 is not UTF-8")


def test_an_empty_checklist_is_refused(folder: Path) -> None:
    (folder / "checklist.csv").write_bytes(b"")
    refused(folder, "line 1: column 'id' is missing")
