"""The programme of a synthetic register: editions of its list, events, and a history told in four languages."""

from __future__ import annotations

from collections.abc import Iterator

PROGRAMME = "kz-cn-programme"
_EDITIONS = 30
_EVENTS = 38
_SECTIONS, _SENTENCES = 9, 9
_LANGUAGES = ("en", "ru", "kk", "zh")
_KINDS = ("agreement", "list", "protest", "court", "meeting", "finance")
_WORDS = {
    "en": ("The list of this year", "A total for the list was named", "An event of the programme"),
    "ru": ("Список этого года", "Был назван итог по списку", "Событие программы"),
    "kk": ("Осы жылғы тізім", "Тізім бойынша жиынтық аталды", "Бағдарлама оқиғасы"),
    "zh": ("当年清单", "清单总数公布", "相关事件"),
}
_HEADER = """+++
title = "{title}"
lead = "{title}."
published = 2026-11-21
authors = ["Synthetic"]
tags = ["list-of-projects"]
original = "en"
projects = []
+++
"""


def entities() -> Iterator[tuple[str, str, str]]:
    """Rows of entities.csv: the programme, its editions and its events."""
    yield PROGRAMME, "programme", ""
    for n in range(_EDITIONS):
        yield f"edition-{n:02}", "edition", PROGRAMME
    for n in range(_EVENTS):
        yield f"event-{n:02}", "event", PROGRAMME


def statements() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Entity, property, value, unit, language and date of every statement."""
    for n in range(_EDITIONS):
        edition, month = f"edition-{n:02}", f"{2016 + n // 3}-{1 + n % 3 * 4:02}"
        for lang in _LANGUAGES:
            yield edition, "name", f"{_WORDS[lang][0]}, {n}", "", lang, ""
        yield edition, "published_on", month, "", "", ""
        yield edition, "projects_total", str(45 + n % 11), "projects", "", month
        yield edition, "investment_total", f"{14 + n % 14}.{n % 10}", "USD billion", "", month
    for n in range(_EVENTS):
        event, day = f"event-{n:02}", f"{2013 + n // 3}-{1 + n % 3 * 4:02}-11"
        for lang in _LANGUAGES:
            yield event, "name", f"{_WORDS[lang][2]} {n}", "", lang, ""
        yield event, "event_date", day, "", "", ""
        yield event, "event", f"{_WORDS['en'][2]} {n}", "", "en", day
        yield event, "event_kind", _KINDS[n % len(_KINDS)], "", "", ""


def texts() -> Iterator[tuple[str, str]]:
    """The files of the history by name: as long as a real one, every sentence with its reference."""
    for lang in _LANGUAGES:
        opening, named, event = _WORDS[lang]
        parts = [_HEADER.format(title=opening)]
        for section in range(_SECTIONS):
            parts.append(f"## {opening} {chr(65 + section)}\n")
            sentences = []
            for n in range(section * 3, section * 3 + _SENTENCES // 3):
                sentences.append(f"{named} {{mark edition-{n:02} projects_total}}.")
                sentences.append(f"{opening}: {{value edition-{n:02} projects_total}}.")
                sentences.append(f"{event} {{value edition-{n:02} investment_total}} {{date event-{n:02} event_date}}.")
            parts.append(" ".join(sentences) + "\n")
        yield f"programme.{lang}.md", "\n".join(parts)
