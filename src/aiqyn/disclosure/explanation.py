"""The explanation of a score: one line an item, as a wording key with its fields, rendered in any language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from aiqyn.disclosure.assessment import Assessment
from aiqyn.disclosure.checklist import Checklist, Item, Verdict

#: The line of an item that is not asked for at the project's stage.
OUTSIDE = "outside"
#: The line of an item known from others, where nobody looked whether operator, state body or lender tells it too.
UNSEARCHED = "known_unsearched"


class Line(NamedTuple):
    """Why an item counts as it does.

    `key` is a verdict, `outside` or `known_unsearched`, `sentences` what the method says under it, by language.
    `hundredths` is the value of the verdict, None where the item is not counted; `assessment` is None where nobody
    assessed it. The words are put together only when asked for: scores of many projects are computed, few are read.
    """

    item: Item
    key: str
    hundredths: int | None
    assessment: Assessment | None
    sentences: Mapping[str, str]

    @property
    def earned(self) -> Decimal | None:
        """The value times the weight, such as 1.5 of 3; None where the item is not counted."""
        if self.hundredths is None:
            return None
        number = Decimal(self.item.weight * self.hundredths).scaleb(-2)
        whole = number.to_integral_value()
        return whole if whole == number else number.normalize()

    @property
    def fields(self) -> Mapping[str, str]:
        """What fills the sentence besides the item's label, which depends on the language."""
        fields = {"item": self.item.id, "weight": str(self.item.weight)}
        if self.earned is not None:
            fields["earned"] = str(self.earned)
        if self.assessment is not None:
            fields["day"] = self.assessment.day.isoformat()
            fields["evidence"] = str(len(self.assessment.evidence))
            searches = self.assessment.searches
            if searches:
                fields["places"] = str(len({search.place for search in searches}))
                fields["searched"] = max(search.day for search in searches).isoformat()
        return fields

    def text(self, lang: str) -> str:
        return self.sentences[lang].format_map({"label": self.item.labels[lang], **self.fields})


def line_of(checklist: Checklist, item: Item, assessment: Assessment | None, asked_for: bool) -> Line:
    sentences = checklist.method.lines
    if not asked_for:
        return Line(item, OUTSIDE, None, None, sentences[OUTSIDE])
    if assessment is None:
        return Line(item, Verdict.NOT_ASSESSED, None, None, sentences[Verdict.NOT_ASSESSED])
    verdict = assessment.verdict
    if is_unsearched(assessment):
        return Line(item, UNSEARCHED, None, assessment, sentences[UNSEARCHED])
    return Line(item, verdict, checklist.method.values.get(verdict), assessment, sentences[verdict])


def is_unsearched(assessment: Assessment) -> bool:
    """Whether an item is known from others and there is no log of a search for it where it should be told.

    Absence is evidence only with a log, so such an item widens the range instead of counting as nought.
    """
    return assessment.verdict is Verdict.KNOWN_NOT_DISCLOSED and not assessment.searches
