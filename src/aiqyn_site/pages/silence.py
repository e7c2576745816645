"""The silence clock: days since what was due by law or promised has not been found, by body and company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.chain import load_chain
from aiqyn.dossier.silence import Silence, SilenceKind
from aiqyn.ledger import Statement
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier.silences import all_silences, sources_looked_in
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Facet, Listing, codes_in
from aiqyn_site.pages.printer import Printer, printer_for

_PER_PAGE = 50
_UNTOLD = "untold"
_FILTERS = ("body", "kind")


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The silences grouped by who was expected to speak, the longest first."""
    silences = all_silences(today(), elsewhere())
    listing = Listing(request, lang, f"/{lang}/silence/", codes_in(request, *_FILTERS), _PER_PAGE)
    met = _grouped(silence for silence in silences if listing.meets(silence, _values))
    shown = listing.shown(met)
    expected = Expected(lang, shown)
    expected.say.know(body for silence in silences for body in silence.bodies)
    t = expected.say.t
    return show(
        request,
        lang,
        "silence.html",
        title=t("silence_title"),
        description=t("silence_described"),
        query=listing.query,
        listing=listing,
        filters=[_facet(listing, silences, key, expected.say) for key in _FILTERS],
        total=len(met),
        groups=[(bodies, list(group)) for bodies, group in groupby(shown, key=lambda silence: silence.bodies)],
        expected=expected,
        is_empty=not silences,
    )


def _values(silence: Silence, key: str) -> tuple[str, ...]:
    return (silence.kind.value,) if key == "kind" else silence.bodies or (_UNTOLD,)


def _facet(listing: Listing, silences: Iterable[Silence], key: str, say: Printer) -> Facet:
    def label(value: str) -> tuple[str, str]:
        if key == "kind":
            return say.t(f"silence_kind_{value}"), ""
        return (say.t("silence_untold_body"), "") if value == _UNTOLD else say.name(value)

    counts = listing.counts(silences, _values, key)
    return Facet(say.t(f"silence_filter_{key}"), "", listing.by_label(key, counts, label))


def _grouped(silences: Iterable[Silence]) -> list[Silence]:
    """The same silences, those of the same bodies together, the group with the longest first."""
    groups: dict[tuple[str, ...], list[Silence]] = {}
    for silence in silences:
        groups.setdefault(silence.bodies, []).append(silence)
    return [silence for group in groups.values() for silence in group]


class Expected:
    """What some silences were expected to say, read at once: `components/silences.html` prints them with it."""

    def __init__(self, lang: str, silences: Sequence[Silence]) -> None:
        about = {key for silence in silences for key in silence.about}
        requests = {silence.reference for silence in silences if silence.kind is SilenceKind.REQUEST}
        self._promises = ledger.statements_by_id(
            silence.reference for silence in silences if silence.kind is SilenceKind.PROMISE
        )
        self._documents = {rule.key: rule for rule in load_chain()}
        self._sources = sources_looked_in(about)
        bodies = {body for silence in silences for body in silence.bodies}
        self.say = printer_for(lang, self._promises.values(), about | requests | bodies, marks="source")

    def promise(self, silence: Silence) -> Statement | None:
        """The statement that promised it, where it was promised."""
        return self._promises.get(silence.reference) if silence.kind is SilenceKind.PROMISE else None

    def document(self, silence: Silence) -> str:
        """The document that the law asks for, in words."""
        return self._documents[silence.reference].label(self.say.lang)

    def sources(self, silence: Silence) -> int:
        """In how many sources it was looked for."""
        return max((self._sources.get(key, 0) for key in silence.about), default=0)
