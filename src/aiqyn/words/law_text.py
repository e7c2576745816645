"""A law about requests in words: what it is, how long its terms are, what in it was read where."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.deadlines.law import Clause, ClauseKey, LawRule, Origin, SilenceEffect, Source, Term, Unit
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.word_tables import words

#: The language in which the remarks of the file are written.
_NOTES = "en"


class ClauseLine(NamedTuple):
    """What a law says of one clock; `source` is None where nothing was read."""

    label: str
    length: str
    remark: str
    verified: bool
    source: Source | None


class LawText(NamedTuple):
    """A law: what it is, what in it was read where. `note` is in `note_lang` where that is not the reader's."""

    title: str
    number: str
    article: str
    url: str
    country: str
    facts: tuple[str, ...]
    unverified: str
    note: str
    note_lang: str
    clauses: tuple[ClauseLine, ...]


def law_text(rule: LawRule, lang: str) -> LawText:
    """A law with each of its clocks and where it was read."""
    t = words(lang)
    key = f"rule_note_{rule.id.replace('.', '_')}"
    note = t(key) if rule.note and t.has(key) else rule.note
    facts = [
        t("calculator_holds", date=date_text(rule.valid_from.isoformat(), lang)),
        t("calculator_runs", start=t(f"derivation_start_{rule.start}")),
    ]
    if rule.silence is SilenceEffect.DEEMED_REFUSAL:
        facts.append(t("calculator_deemed"))
    return LawText(
        title=rule.titles[lang],
        number=t("calculator_number", number=rule.number) if rule.number else "",
        article=_article(rule.article, lang),
        url=rule.url,
        country=load_vocabulary().codes["country"][rule.jurisdiction].label(lang),
        facts=tuple(facts),
        unverified=t("semicolon").join(fact_text(fact, lang) for fact in rule.unverified),
        note=note,
        note_lang=_NOTES if note and note == rule.note and lang != _NOTES else "",
        clauses=tuple(_clause_line(clause, lang) for clause in rule.clauses.values()),
    )


def fact_text(key: str, lang: str) -> str:
    """A clause or a fact of a rule, as a derivation names those that were read nowhere."""
    t, fact = words(lang), f"derivation_fact_{key}"
    text = t(fact) if t.has(fact) else t(f"derivation_clause_{key}")
    return text[:1].lower() + text[1:]


def length_text(n: int, unit: Unit, lang: str) -> str:
    return words(lang)(f"derivation_n_{unit}", n=n)


def reply_length(rule: LawRule, lang: str) -> str:
    """The term of the reply; where it is not certain which holds, each."""
    terms = rule.clauses[ClauseKey.REPLY].terms
    return _either([length_text(term.n, term.unit, lang) for term in terms], lang)


def citation(rule: LawRule, lang: str) -> str:
    if not rule.article:
        return rule.titles[lang]
    key = "letter_law_articles" if "," in rule.article else "letter_law"
    if not rule.number:
        key = "letter_law_article"
    return words(lang)(key, title=rule.titles[lang], number=rule.number, article=_listed(rule.article, lang))


def _article(article: str, lang: str) -> str:
    """The article in words; one that names its own kind (`s. 10`) stays as it is."""
    if not article or not article[0].isdigit():
        return article
    return words(lang)("calculator_article", article=_listed(article, lang))


def _listed(articles: str, lang: str) -> str:
    return articles.replace(", ", words(lang)("list_comma"))


def _clause_line(clause: Clause, lang: str) -> ClauseLine:
    t = words(lang)
    apart = len({term.origin for term in clause.terms}) > 1
    lengths = [_term_text(term, lang, apart) for term in clause.terms]
    length = _either(lengths, lang) if lengths else t("derivation_no_number")
    return ClauseLine(
        label=t(f"derivation_clause_{clause.key}"),
        length=t("calculator_deemed") if clause.key is ClauseKey.SILENCE else length,
        remark=t("derivation_which") if len(lengths) > 1 else "",
        verified=clause.verified,
        source=load_laws().sources.get(clause.source),
    )


def _either(lengths: list[str], lang: str) -> str:
    text = lengths[0]
    for other in lengths[1:]:
        text = words(lang)("derivation_or", first=text, other=other)
    return text


def _term_text(term: Term, lang: str, apart: bool) -> str:
    """A term; from which day it runs is said where it is not the start, or where `apart` asks for it."""
    if not term.n:
        return words(lang)("derivation_same_day")
    length = length_text(term.n, term.unit, lang)
    if term.origin is Origin.START and not apart:
        return length
    return words(lang)(f"derivation_from_{term.origin}", length=length)
