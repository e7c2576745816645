"""Letters in the language of who reads them: a request for information, an invitation to reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from aiqyn.deadlines.due import Due, leading_due
from aiqyn.disclosure import Item
from aiqyn.dossier.addressee import Addressee
from aiqyn.dossier.chain import load_chain
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.derivation_text import last_day_text
from aiqyn.words.law_text import citation, reply_length
from aiqyn.words.word_tables import capital, words

_BLANK = "_" * 24


class Paragraph(NamedTuple):
    """A piece of a letter. `kind`: head, title, text, item or sign."""

    kind: str
    text: str


class Letter(NamedTuple):
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
    """What a request is about: an item of a project, by the project's best name in the language of the letter.

    A body in Kazakhstan knows a project by a Kazakh, Russian, English or Chinese name: `names` are all there are.
    """

    item: Item
    project: str
    names: Sequence[str]
    places: Sequence[str]


def request_letter(lang: str, about: Subject, to: Addressee, body: str, due: Sequence[Due], received: date) -> Letter:
    """The letter about an item to an addressee, whose name is blank where it is not known.

    `due` are the laws it rests on, none for a company.
    """
    t, item = words(lang), about.item
    role = load_vocabulary().codes["body_role"][to.role].label(lang)
    parts = [
        Paragraph("head", t("letter_to", body=body or f"{_BLANK} ({role})")),
        *(Paragraph("head", t(key, blank=_BLANK)) for key in ("letter_from", "letter_number", "letter_address")),
        Paragraph("title", t("letter_title")),
        Paragraph("text", t("letter_subject", item=item.labels[lang], project=about.project)),
        Paragraph("text", t("letter_ask", project=about.project)),
        Paragraph("item", _asked_for(item, lang)),
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


def invitation_letter(
    lang: str, *, register: str, party: str, about: str, address: str, reply: str, due: date, code: tuple[str, date]
) -> Letter:
    """The invitation to reply to what a register says of a party.

    `about` names what is said and stands at an address; `reply` is the address at which the one-time code is entered.
    The code is given with its last day.
    """
    t, (signs, last_day) = words(lang), code
    texts = (
        t("letter_reply_what", register=register, about=about, address=address),
        t("letter_reply_right"),
        t("letter_reply_due", due=date_text(due.isoformat(), lang)),
        t("letter_reply_how", reply_address=reply, code=signs, expires=date_text(last_day.isoformat(), lang)),
        t("letter_reply_post"),
    )
    head = Paragraph("head", t("letter_reply_to", party=party))
    title = Paragraph("title", t("letter_reply_subject"))
    return Letter(lang, (head, title, *(Paragraph("text", text) for text in texts)))


def _asked_for(item: Item, lang: str) -> str:
    """The item's own words, or words for a letter where those are for an assessor."""
    t, key = words(lang), f"letter_item_{item.id.lower()}"
    disclosed = t(key) if t.has(key) else item.disclosed[lang]
    return t("letter_what", item=capital(item.labels[lang]), disclosed=disclosed)


def _documents(item: str, lang: str) -> str:
    """The documents of the chain in which an item is set out."""
    codes = load_vocabulary().codes["document_type"]
    keys = dict.fromkeys(key for rule in load_chain() if item in rule.items for key in rule.documents)
    return words(lang)("list_comma").join(codes[key].label(lang) for key in keys)


def _place(about: Subject, lang: str) -> Iterable[Paragraph]:
    """Where the project is and under which other names a body may know it."""
    t = words(lang)
    others = [name for name in dict.fromkeys(about.names) if name != about.project]
    if about.places:
        yield Paragraph("text", t("letter_place", places=t("list_comma").join(about.places)))
    if others:
        yield Paragraph("text", t("letter_names", names=t("semicolon").join(others)))


def _ground(due: Sequence[Due], lang: str, received: date) -> Iterable[Paragraph]:
    t = words(lang)
    if not due:
        yield Paragraph("text", t("letter_company"))
        return
    yield Paragraph("text", t("letter_basis"))
    for law in due:
        yield Paragraph("item", citation(law.rule, lang))
    first = leading_due(due)
    if first is None or first.derivation is None:
        return
    yield Paragraph(
        "text",
        t(
            "letter_term",
            length=reply_length(first.rule, lang),
            law=citation(first.rule, lang),
            received=date_text(received.isoformat(), lang),
            due=last_day_text(first.derivation.due_min, first.derivation.due_max, lang, weekdays=False),
        ),
    )
