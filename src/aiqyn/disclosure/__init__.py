"""Disclosure: how much of what should be public about a project is public. Pure functions over assessments."""

from aiqyn.disclosure.agreement import Agreement, agreement
from aiqyn.disclosure.assessment import Assessment, Evidence, Search, SetAside, check_assessment, set_aside
from aiqyn.disclosure.checklist import (
    Basis,
    BasisKind,
    Checklist,
    Condition,
    Group,
    Item,
    Method,
    PublishDuty,
    Stage,
    Verdict,
)
from aiqyn.disclosure.explanation import Line
from aiqyn.disclosure.load import load_checklist, read_checklist
from aiqyn.disclosure.score import Gain, GroupScore, Score, Tally, score

__all__ = [
    "Agreement",
    "Assessment",
    "Basis",
    "BasisKind",
    "Checklist",
    "Condition",
    "Evidence",
    "Gain",
    "Group",
    "GroupScore",
    "Item",
    "Line",
    "Method",
    "PublishDuty",
    "Score",
    "Search",
    "SetAside",
    "Stage",
    "Tally",
    "Verdict",
    "agreement",
    "check_assessment",
    "load_checklist",
    "read_checklist",
    "score",
    "set_aside",
]
