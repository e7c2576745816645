"""What holds of all templates and of the style sheet."""

import re
from html import unescape
from pathlib import Path

import pytest

from aiqyn_site.pages import frame

SITE = Path(frame.__file__).resolve().parents[1]
TEMPLATES = sorted((SITE / "templates").rglob("*.html"))
CSS = (SITE / "static/aiqyn/aiqyn.css").read_text("utf-8")


#: The component of figures, and that of texts, in whose sentences they stand.
COMPONENTS = {SITE / "templates/components" / name for name in ("figure.html", "prose.html")}


@pytest.mark.parametrize("path", sorted({*TEMPLATES} - COMPONENTS), ids=lambda path: path.name)
def test_no_template_but_the_component_prints_a_value(path: Path) -> None:
    """Templates print a figure whole, in parts with a mark, or as cells: never its bare value."""
    source = path.read_text("utf-8")
    assert not re.search(r"\b\w*figure\.(text|value|date|basis)\b", source)
    assert not re.search(r"{{\s*f\.(text|cell|value|date|basis)\b", source)
    assert 'class="value' not in source


def test_no_module_makes_the_markup_of_a_value() -> None:
    makers = [path.name for path in (SITE / "pages").rglob("*.py") if 'class="value' in path.read_text("utf-8")]
    assert makers == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_script_or_style_within_or_needs_another_machine(path: Path) -> None:
    source = path.read_text("utf-8").replace('<script src="{{ script }}" defer></script>', "", path.name == "base.html")
    assert not re.search(r"<script|\son\w+=|javascript:|\sstyle=|<style", source, re.IGNORECASE)
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]+", source) in (
        [],
        ['href="https://creativecommons.org/licenses/by/4.0/'],
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    text = re.sub(
        r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|[\w-]+=\"[^\"]*\"|/api/[\w.]*", " ", path.read_text("utf-8"), flags=re.DOTALL
    )
    assert set(re.findall(r"[^\W\d_]{3,}", text)) <= {"Айқын", "Aiqyn", "nbsp"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    assert not re.search(r"\|\s*safe|autoescape", path.read_text("utf-8"))


def test_the_style_sheet_asks_nobody_for_anything() -> None:
    assert not re.search(r"@import|url\(|@font-face", CSS)
    assert len(CSS.encode()) < 40_000


def test_the_script_is_small_and_asks_nobody_else() -> None:
    script = (SITE / "static/aiqyn/aiqyn.js").read_bytes()
    assert len(script) < 30_000
    assert not re.search(
        rb"https?:|//[a-z]+\.|eval\(|innerHTML|document\.write|localStorage|sessionStorage|cookie", script
    )


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEMES = [
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\n *\}", CSS, re.DOTALL)
]


@pytest.mark.parametrize("theme", THEMES[:2], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "dispute"])
@pytest.mark.parametrize("ground", ["paper", "shade"])
def test_text_stands_out_in_both_themes(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


def test_a_text_that_fills_another_is_escaped_once() -> None:
    names = ("R&D 'Centre'", "<b>")
    source = (
        "{{ t('next_item', item=names|join(t('comma'))) }}{{ t('comma') }}{{ t('next_item', item=name ~ t('colon')) }}"
    )
    text = frame.environment("en").from_string(source).render(names=names, name=names[0])
    t = frame.wording("en")
    assert unescape(text) == f"{t('next_item', item=', '.join(names))}, {t('next_item', item=f'{names[0]}: ')}"
    assert "<b>" not in text
