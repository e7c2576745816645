"""How the disclosure score is made, for a reader: everything on the page comes from the data the score is made of."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from aiqyn.disclosure import Verdict
from aiqyn.disclosure.explanation import UNSEARCHED
from aiqyn_site.dossier import scores
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording


def page(request: HttpRequest, lang: str) -> HttpResponse:
    t, checklist = wording(lang), scores.checklist()
    return show(
        request,
        lang,
        "disclosure/scoring.html",
        title=t("disclosure_method"),
        description=t("disclosure_method_described"),
        checklist=checklist,
        verdicts=[*Verdict, UNSEARCHED],
        values={key: (Decimal(n) / 100).normalize() for key, n in checklist.method.values.items()},
        computed=scores.computed_items(),
    )
