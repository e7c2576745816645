"""What the checklist is made of: items, groups, verdicts and the method. Read from data, never typed into code.

Items and method follow OC4IDS / CoST IDS for what a project should publish, PITI for the weight of violation
records and EITI for the difference between what law, a standard and good will ask for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256


class Stage(StrEnum):
    """How far a project has come; CLOSED is also cancelled."""

    IDENTIFICATION = "identification"
    PREPARATION = "preparation"
    CONSTRUCTION = "construction"
    OPERATION = "operation"
    CLOSED = "closed"


class Condition(StrEnum):
    """What must be so before an item can be asked for at a stage that names the condition."""

    CHANGED = "changed"
    PERMIT_ISSUED = "permit_issued"
    REQUESTED = "requested"
    INVITED = "invited"


class BasisKind(StrEnum):
    """Why an item is asked for. LAW: the law requires the document, which is not yet a duty to publish it."""

    LAW = "law"
    STANDARD = "standard"
    VOLUNTARY = "voluntary"


class PublishDuty(StrEnum):
    """Whether a legal duty to publish was seen; SEEN_OLDER: only in rules since replaced."""

    SEEN = "seen"
    SEEN_OLDER = "seen_older"
    NOT_SEEN = "not_seen"


class Verdict(StrEnum):
    """What an assessor found.

    KNOWN_NOT_DISCLOSED: known from a leak, an NGO or the press, not from operator, state body or lender.
    """

    DISCLOSED = "disclosed"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    KNOWN_NOT_DISCLOSED = "known_not_disclosed"
    NOT_YET_DUE = "not_yet_due"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


#: The verdicts that count in the score; each has a value in the method.
COUNTED = (Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.KNOWN_NOT_DISCLOSED)

#: The verdicts that take an item out of what applies.
EXCLUDED = (Verdict.NOT_YET_DUE, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Basis:
    """One ground on which an item is asked for. `verified` is false where its text was not seen in a source."""

    kind: BasisKind
    reference: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that should be public. `labels`, `disclosed` and `partial` are texts by language.

    `stages` gives the condition of each stage at which the item is asked for, None where there is none.
    """

    id: str
    version: int
    group: str
    weight: int
    bases: tuple[Basis, ...]
    publish_duty: PublishDuty
    stages: Mapping[Stage, Condition | None]
    labels: Mapping[str, str]
    disclosed: Mapping[str, str]
    partial: Mapping[str, str]

    @property
    def is_of_law_alone(self) -> bool:
        return all(basis.kind is BasisKind.LAW for basis in self.bases)

    def without_law(self) -> Item:
        """The item by its other grounds."""
        bases = tuple(basis for basis in self.bases if basis.kind is not BasisKind.LAW)
        return replace(self, bases=bases, publish_duty=PublishDuty.NOT_SEEN)

    def applies(self, stage: Stage, conditions: Collection[Condition]) -> bool:
        if stage not in self.stages:
            return False
        condition = self.stages[stage]
        return condition is None or condition in conditions


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    weight: int
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """How verdicts become a score.

    `values` are hundredths (50 = half), one for each verdict in COUNTED. `minimum_coverage` is in per cent.
    `verdicts` are labels by verdict and language, `lines` the sentences of an explanation by key and language:
    a key is a verdict, `known_unsearched` for an item known from others that nobody searched for where it should be
    told, or (of `lines`) `outside` for an item that is not asked for at the stage. `computed` says what the register
    computes itself and who counts as disclosing, `notes` what the notes of computed verdicts mean, by key.
    """

    version: str
    minimum_coverage: int
    gains: int
    weight: int
    groups: Mapping[str, Group]
    values: Mapping[Verdict, int]
    verdicts: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, Mapping[str, str]]
    disclaimer: Mapping[str, str]
    computed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items by id, in the order of the file, and the method. `digest` is the SHA-256 of both files, in hex."""

    method: Method
    items: Mapping[str, Item]
    digest: str

    def without_law(self) -> Checklist:
        """What is asked for whatever the law of the country: items and grounds of law are left out.

        The weights of the groups follow, and the digest says that it is another list.
        """
        items = {key: item.without_law() for key, item in self.items.items() if not item.is_of_law_alone}
        weights = Counter[str]()
        for item in items.values():
            weights[item.group] += item.weight
        groups = {key: replace(group, weight=weights[key]) for key, group in self.method.groups.items()}
        method = replace(self.method, groups=groups, weight=weights.total())
        return Checklist(method, items, sha256(f"{self.digest} without law".encode()).hexdigest())
