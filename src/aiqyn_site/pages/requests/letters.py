"""The letter itself: a request in its own language, whoever reads the page, as paragraphs and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from aiqyn.deadlines.due import Due, leading_due
from aiqyn.deadlines.model import ClauseKey, Rule
from aiqyn.disclosure import Item
from aiqyn.dossier.addressee import Addressee
from aiqyn.dossier.chain import load_chain
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn_site.ledger.queries import Names
from aiqyn_site.pages.derivation import span_words
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.wording import wording

_BLANK = "_" * 24


class Paragraph(NamedTuple):
    """A piece of a letter. `kind`: head, title, text, item or sign."""

    kind: str
    text: str


class Letter(NamedTuple):
    """A letter in one language."""

    lang: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The letter as plain text, a blank line between its parts."""
        lines: list[str] = []
        before = ""
        for kind, text in self.paragraphs:
            if lines and not (kind == before and kind in {"head", "item", "sign"}):
                lines.append("")
            lines.append(f"– {text}" if kind == "item" else text)
            before = kind
        return "\n".join(lines) + "\n"


class Subject(NamedTuple):
    """What a letter is about: a project by its names, where it is, and an item."""

    names: Names
    places: Sequence[Names]
    item: Item


def write_letter(
    lang: str, about: Subject, to: Addressee, body: Names | None, due: Sequence[Due], received: date
) -> Letter:
    """The letter about an item to an addressee; `due` are the laws it rests on, none for a company."""
    t = wording(lang)
    project, item = about.names.best(lang).text, about.item
    role = load_vocabulary().codes["body_role"][to.role].label(lang)
    name = body.best(lang).text if body else f"{_BLANK} ({role})"
    parts = [
        Paragraph("head", t("letter_to", body=name)),
        *(Paragraph("head", t(key, blank=_BLANK)) for key in ("letter_from", "letter_number", "letter_address")),
        Paragraph("title", t("letter_title")),
        Paragraph("text", t("letter_subject", item=item.labels[lang], project=project)),
        Paragraph("text", t("letter_ask", project=project)),
        Paragraph("item", _what(item, lang)),
    ]
    documents = _documents(item.id, lang)
    if documents:
        parts.append(Paragraph("text", t("letter_documents", documents=documents)))
    parts += _place(about, lang)
    parts += _ground(due, lang, received)
    parts += [Paragraph("text", t(key)) for key in ("letter_form", "letter_part")]
    if due:
        parts.append(Paragraph("text", t("letter_forward")))
    parts += [Paragraph("sign", t(key, blank=_BLANK)) for key in ("letter_date", "letter_signature")]
    return Letter(lang, tuple(parts))


def _what(item: Item, lang: str) -> str:
    """What is asked for: the item's own words, or words for a letter where those are for an assessor."""
    t, key = wording(lang), f"letter_item_{item.id.lower()}"
    disclosed = t(key) if t.has(key) else item.disclosed[lang]
    return t("letter_what", item=capital(item.labels[lang]), disclosed=disclosed)


def _documents(item: str, lang: str) -> str:
    """The documents of the chain in which an item is set out."""
    codes = load_vocabulary().codes["document_type"]
    keys = dict.fromkeys(key for rule in load_chain() if item in rule.items for key in rule.documents)
    return ("、" if lang == "zh" else ", ").join(codes[key].label(lang) for key in keys)


def _place(about: Subject, lang: str) -> Iterable[Paragraph]:
    """Where the project is and under which other names a body may know it."""
    t = wording(lang)
    own = about.names.best(lang).text
    # A body in Kazakhstan knows a project by a Kazakh, Russian, English or Chinese name.
    others = dict.fromkeys(about.names[one].text for one in ("kk", "ru", "en", "zh") if one in about.names)
    named = [one for one in others if one != own]
    join = "、" if lang == "zh" else ", "
    if about.places:
        yield Paragraph("text", t("letter_place", places=join.join(one.best(lang).text for one in about.places)))
    if named:
        yield Paragraph("text", t("letter_names", names="; ".join(named)))


def _ground(due: Sequence[Due], lang: str, received: date) -> Iterable[Paragraph]:
    t = wording(lang)
    if not due:
        yield Paragraph("text", t("letter_company"))
        return
    yield Paragraph("text", t("letter_basis"))
    for one in due:
        yield Paragraph("item", law_words(one.rule, lang))
    first = leading_due(due)
    if first is None or first.derivation is None:
        return
    yield Paragraph(
        "text",
        t(
            "letter_term",
            length=reply_length(first.rule, lang),
            law=law_words(first.rule, lang),
            received=date_text(received.isoformat(), lang),
            due=span_words(first.derivation.due_min, first.derivation.due_max, lang, weekdays=False),
        ),
    )


def law_words(rule: Rule, lang: str) -> str:
    """A law as a letter names it: title, number, article."""
    t = wording(lang)
    if not rule.article:
        return rule.titles[lang]
    article = rule.article.replace(", ", "、") if lang == "zh" else rule.article
    key = "letter_law_articles" if "," in rule.article else "letter_law"
    if not rule.number:
        key = "letter_law_article"
    return t(key, title=rule.titles[lang], number=rule.number, article=article)


def reply_length(rule: Rule, lang: str) -> str:
    """The term of the reply in words; where it is not certain which holds, both."""
    t = wording(lang)
    lengths = [t(f"derivation_n_{term.unit}", n=term.n) for term in rule.clauses[ClauseKey.REPLY].terms]
    length = lengths[0]
    for other in lengths[1:]:
        length = t("derivation_or", one=length, other=other)
    return length
