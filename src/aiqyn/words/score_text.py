"""A disclosure score in words: points and ranges, verdicts, why each item counts as it does."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

from aiqyn.disclosure import Condition, Line, Score, SetAside, Stage, Tally, load_checklist
from aiqyn.disclosure.explanation import OUTSIDE
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import decimal_text
from aiqyn.words.refusal_text import clause, saying
from aiqyn.words.word_tables import capital, words


def points_text(points: Decimal | None, lang: str) -> str:
    """A score as a number, in words where there is none."""
    return words(lang)("disclosure_none") if points is None else decimal_text(points, lang)


def of_hundred(points: Decimal | None, lang: str) -> str:
    t = words(lang)
    return t("disclosure_none") if points is None else t("disclosure_points", points=decimal_text(points, lang))


def range_text(low: Decimal, high: Decimal, lang: str) -> str:
    return words(lang)("disclosure_span", low=decimal_text(low, lang), high=decimal_text(high, lang))


def range_of_hundred(low: Decimal, high: Decimal, lang: str) -> str:
    return words(lang)("disclosure_points", points=range_text(low, high, lang))


def ends_text(tally: Tally, rank_allowed: bool, lang: str) -> str:
    """How far a score reaches; where too little was assessed for a rank, what its ends mean."""
    t = words(lang)
    if rank_allowed:
        return t("disclosure_range", low=decimal_text(tally.low, lang), high=decimal_text(tally.high, lang))
    meaning = t("disclosure_ends")
    if tally.points is None:
        return meaning
    return f"{meaning} {t('disclosure_of_assessed', points=decimal_text(tally.points, lang))}"


def covered_text(assessed: int, applicable: int, coverage: Decimal, lang: str) -> str:
    numbers = {"coverage": decimal_text(coverage, lang), "assessed": assessed, "applicable": applicable}
    return words(lang)("disclosure_covered", None, **numbers)


def rank_text(rank_allowed: bool, lang: str) -> str:
    """Whether the coverage allows a place in the ranking."""
    minimum = load_checklist().method.minimum_coverage
    return words(lang)("disclosure_rankable" if rank_allowed else "disclosure_no_rank", minimum=minimum)


def coverage_text(share: Decimal, lang: str) -> str:
    return words(lang)("disclosure_percent", coverage=decimal_text(share, lang))


def verdict_word(key: str, lang: str) -> str:
    """A verdict in a word; also of an item that is not asked for."""
    if key == OUTSIDE:
        return words(lang)("disclosure_outside")
    return load_checklist().method.verdicts[key][lang]


def line_text(line: Line, lang: str) -> str:
    """An item's line of explanation, its days and numbers as the language writes them."""
    fields = dict(line.fields)
    for name in ("day", "searched"):
        if name in fields:
            fields[name] = date_text(fields[name], lang)
    if "earned" in fields:
        fields["earned"] = decimal_text(Decimal(fields["earned"]), lang)
    return line.sentences[lang].format_map({"label": line.item.labels[lang], **fields})


def score_lines(
    score: Score, stage: Stage, conditions: Collection[Condition], aside: Iterable[SetAside], as_of: date, lang: str
) -> Iterator[str]:
    """A score as lines for a terminal: the number and its range, the groups, every item asked for, what would add."""
    t, method, colon = words(lang), load_checklist().method, words(lang)("colon")
    yield f"{t('disclosure_as_of', date=date_text(as_of.isoformat(), lang))}"
    yield f"{t('disclosure_stage')}{colon}{t(f'disclosure_stage_{stage}')}"
    if conditions:
        held = t("semicolon").join(t(f"disclosure_condition_{condition}") for condition in sorted(conditions))
        yield f"{t('disclosure_conditions')}{colon}{held}"
    ends = range_of_hundred(score.low, score.high, lang)
    yield f"{t('disclosure_score')}{colon}{of_hundred(score.points, lang) if score.rank_allowed else ends}"
    yield ends_text(Tally(score.points, score.low, score.high), score.rank_allowed, lang)
    yield covered_text(score.assessed, score.applicable, score.coverage, lang)
    yield rank_text(score.rank_allowed, lang)
    for group in score.groups:
        label = capital(method.groups[group.group].labels[lang])
        yield f"  {label}{colon}{points_text(group.tally.points, lang)} ({group.assessed} / {group.applicable})"
    yield from (line_text(line, lang) for line in score.lines if line.key != OUTSIDE)
    for gain in score.gains:
        yield f"{gain.item}{colon}{t('disclosure_gain', points=decimal_text(gain.points, lang))}"
    for verdict in aside:
        yield f"{t('disclosure_aside')}{colon}{verdict.assessment.item}{colon}{clause(verdict.reason, t)}"
    yield method.disclaimer[lang]
    checklist = json.loads(score.document)["checklist"]
    yield f"{t('disclosure_method')} {method.version}, {checklist[:16]}, {score.digest}"


def aside_text(aside: SetAside, lang: str) -> str:
    """Why a verdict cannot be used, as a clause."""
    return saying(aside.reason, words(lang)).message


def score_as_json(project: str, score: Score, aside: Iterable[SetAside], lang: str) -> dict[str, object]:
    """The score's own document with the project, a line for each item, and the digest of the document."""
    t = words(lang)
    return {
        "project": project,
        "digest": score.digest,
        "document": json.loads(score.document),
        "coverage": str(score.coverage),
        "lines": [{"item": line.item.id, "key": str(line.key), "text": line.text(lang)} for line in score.lines],
        "set_aside": [
            {"item": verdict.assessment.item, "reason": clause(verdict.reason, t, typed=True)} for verdict in aside
        ],
    }
