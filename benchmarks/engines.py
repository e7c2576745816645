"""Jinja2 beside Django's templates on the same body of a project page: the recorded reason for the choice."""

from __future__ import annotations

import time
from typing import NamedTuple

import django
import jinja2
from django.conf import settings
from django.template import Context, Engine

from benchmarks import rows
from benchmarks.data import Size

TITLE = "Template engines, the body of a project page"
_STATEMENTS = 50
#: Both engines read the same words, but for the brackets of a call.
_BODY = """<h1>{{ p.name }}</h1>
{% for s in p.sections %}<h2 id="{{ s.key }}">{{ s.label }}</h2>
<dl>{% for l in s.lines %}<div><dt>{{ l.label }}{% if l.part %}<span>{{ l.part }}</span>{% endif %}</dt>
<dd><b>{{ l.value }}</b> {{ l.unit }} <span>{{ l.as_of }}, {{ l.basis }}</span>
<a href="{{ l.url }}" title="{{ l.hint }}">{{ l.number }}</a></dd>
{% if l.rule %}<dd><a href="#{{ l.rule }}">{{ l.rule }}</a></dd>{% endif %}</div>
{% endfor %}</dl>
{% endfor %}<table>{% for s in p.sections %}{% for l in s.lines %}<tr><th>{{ l.label }}</th>
<td>{{ l.value }} {{ l.unit }}</td>
<td>{{ l.as_of }}</td><td>{{ l.basis }}</td><td><a href="{{ l.url }}">{{ l.hint }}</a></td></tr>
{% endfor %}{% endfor %}</table>"""


class Line(NamedTuple):
    """A figure."""

    label: str
    part: str
    value: str
    unit: str
    as_of: str
    basis: str
    url: str
    hint: str
    number: int
    rule: str


class Section(NamedTuple):
    """Ten figures under a heading."""

    key: str
    label: str
    lines: list[Line]


class View(NamedTuple):
    """A project."""

    name: str
    sections: list[Section]


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench: the same view, rendered in turn by both, each compiled beforehand."""
    if not settings.configured:
        settings.configure()
        django.setup()
    view = _view()
    by_jinja = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_BODY)
    by_django = Engine(autoescape=True).from_string(_BODY)
    if _words(by_jinja.render(p=view)) != _words(by_django.render(Context({"p": view}))):
        raise RuntimeError("the two engines do not print the same")
    repeats, clock = 20 * size.seconds, time.perf_counter
    ours, theirs = [], []
    for _ in range(repeats):
        start = clock()
        by_jinja.render(p=view)
        middle = clock()
        by_django.render(Context({"p": view}))
        ours.append(middle - start)
        theirs.append(clock() - middle)
    fast, slow = rows.median(ours) * 1000, rows.median(theirs) * 1000
    return [
        rows.stated(
            f"Jinja2, {_STATEMENTS} figures, twice each",
            f"{fast:.2f} ms",
            f"Django templates: {slow:.2f} ms",
            f"{fast / slow:.2f}",
        )
    ]


def _view() -> View:
    lines = [
        Line(
            "Cost & value" if n % 3 else "Жобалық қуаты",
            "phase 2" if n % 5 == 0 else "",
            f"{n * 7.3:.1f}",
            "USD million",
            f"2019-{1 + n % 12:02}",
            "reported",
            f"/en/sources/source-{n}/",
            f'Publisher {n}, "Report <{n}>"',
            n,
            "tier" if n % 4 == 0 else "",
        )
        for n in range(_STATEMENTS)
    ]
    return View("Wind farm", [Section(f"s{n}", f"Section {n}", lines[n::5]) for n in range(5)])


def _words(text: str) -> str:
    """Text with the two ways to write an escaped quote made one."""
    return text.replace("&#34;", "&quot;").replace("&#x27;", "&#39;")
