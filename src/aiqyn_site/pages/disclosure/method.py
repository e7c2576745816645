"""How the disclosure score is made, for a reader: everything on the page comes from the data the score is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.disclosure import Item, Verdict, load_checklist
from aiqyn.disclosure.explanation import UNSEARCHED
from aiqyn.words.digits import decimal_text
from aiqyn.words.wording import capital
from aiqyn_site.dossier import scores
from aiqyn_site.pages.disclosure.card import Ground, grounds_of
from aiqyn_site.pages.disclosure.score_marks import verdict_mark
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.wording import wording


class Worth(NamedTuple):
    """A verdict and the value it counts with, in words where it is not counted."""

    verdict: Markup
    value: str


class MethodItem(NamedTuple):
    """An item: what counts, why it is asked for and when."""

    id: str
    label: str
    weight: str
    disclosed: str
    partial: str
    grounds: tuple[Ground, ...]
    duty: str
    stages: tuple[str, ...]
    computed: bool


class MethodGroup(NamedTuple):
    """A group with its weight and items."""

    anchor: str
    label: str
    weight: str
    items: tuple[MethodItem, ...]


class MethodView(NamedTuple):
    """All that the template prints."""

    verdicts: tuple[Worth, ...]
    groups: tuple[MethodGroup, ...]
    weight: str
    minimum: int
    version: str
    digest: str
    computed: str
    disclaimer: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The method."""
    t = wording(lang)
    return render(
        request,
        "disclosure/method.html",
        {"p": _view(lang)},
        lang,
        title=t("disclosure_method"),
        description=t("disclosure_method_described"),
    )


def _view(lang: str) -> MethodView:
    checklist, t = load_checklist(), wording(lang)
    method = checklist.method
    computed = scores.computed_items()
    return MethodView(
        verdicts=tuple(
            Worth(
                verdict_mark(verdict, lang),
                decimal_text((Decimal(method.values[verdict]) / 100).normalize(), lang)
                if verdict in method.values
                else t("disclosure_m_not_counted"),
            )
            for verdict in (*Verdict, UNSEARCHED)
        ),
        groups=tuple(
            MethodGroup(
                f"group-{group.key}",
                capital(group.labels[lang]),
                str(group.weight),
                tuple(
                    _item(item, lang, item.id in computed)
                    for item in checklist.items.values()
                    if item.group == group.key
                ),
            )
            for group in method.groups.values()
        ),
        weight=str(method.weight),
        minimum=method.minimum_coverage,
        version=method.version,
        digest=checklist.digest,
        computed=method.computed[lang],
        disclaimer=method.disclaimer[lang],
    )


def _item(item: Item, lang: str, computed: bool) -> MethodItem:
    t, stages = wording(lang), []
    for stage, condition in item.stages.items():
        name = t(f"disclosure_stage_{stage}")
        if condition is not None:
            name = t("disclosure_m_only_if", stage=name, condition=t(f"disclosure_condition_{condition}"))
        stages.append(name)
    return MethodItem(
        item.id,
        capital(item.labels[lang]),
        str(item.weight),
        item.disclosed[lang],
        item.partial[lang],
        grounds_of(item, lang),
        t(f"disclosure_duty_{item.publish_duty}"),
        tuple(stages),
        computed,
    )
