"""Disclosure: how much of what should be public about a project is public. Pure functions over assessments."""

from aiqyn.disclosure.agreement import Agreement, agreement
from aiqyn.disclosure.assessment import Assessment, Evidence, Search, SetAside, check_assessment, set_aside
from aiqyn.disclosure.averages import Average, Rank, programme_average, rank_flips, ranking
from aiqyn.disclosure.checklist import (
    BasisKind,
    Checklist,
    Condition,
    Item,
    PublishDuty,
    Stage,
    Verdict,
)
from aiqyn.disclosure.checklist_file import checklist_for, load_checklist, read_checklist
from aiqyn.disclosure.computed import REGISTER, computed
from aiqyn.disclosure.explanation import Line
from aiqyn.disclosure.leading_verdicts import combine, leading_verdicts, second_opinions
from aiqyn.disclosure.score import Gain, Score, Tally, score
from aiqyn.disclosure.stage import conditions_of, stage_at, stage_of

__all__ = [
    "REGISTER",
    "Agreement",
    "Assessment",
    "Average",
    "BasisKind",
    "Checklist",
    "Condition",
    "Evidence",
    "Gain",
    "Item",
    "Line",
    "PublishDuty",
    "Rank",
    "Score",
    "Search",
    "SetAside",
    "Stage",
    "Tally",
    "Verdict",
    "agreement",
    "check_assessment",
    "checklist_for",
    "combine",
    "computed",
    "conditions_of",
    "leading_verdicts",
    "load_checklist",
    "programme_average",
    "rank_flips",
    "ranking",
    "read_checklist",
    "score",
    "second_opinions",
    "set_aside",
    "stage_at",
    "stage_of",
]
