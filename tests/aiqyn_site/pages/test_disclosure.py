"""The pages of the disclosure score: what they say, in which order, and what they do with odd requests."""

from __future__ import annotations

import csv
import io
import itertools
import re
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from html import unescape

import pytest
from django.test import Client

from aiqyn.disclosure import Assessment, Evidence, Search, Stage, Tally, Verdict, load_checklist
from aiqyn.exchange.assessments import ASSESSMENTS, HEADER, format_row, read_assessments
from aiqyn.words.digits import decimal_text
from aiqyn.words.score_text import line_text, range_of_hundred
from aiqyn_site.dossier import board, scores
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Filters
from tests.aiqyn_site.dossier.conftest import all_scores
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
PROJECT = "shieli-cement"
CARD = f"projects/{PROJECT}/disclosure/"
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def get(client: Client, path: str, lang: str = "en") -> str:
    response = client.get(f"/{lang}/{path}")
    assert response.status_code == 200, path
    return response.content.decode()


def text_of(page: str) -> str:
    """The words of a page's content, without markup."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return plain(unescape(re.sub(r"<[^>]*>", " ", main)))


def plain(text: str) -> str:
    """A text with spaces of any kind as one space."""
    return re.sub(r"\s+", " ", text)


def assess(*given: Assessment, project: str = PROJECT) -> None:
    """Record verdicts on a project."""
    from aiqyn_site.derived import add_rows

    addition = "".join(format_row(project, assessment) for assessment in given).encode()
    add_rows(ASSESSMENTS, addition, read_assessments, header=HEADER)


def open_items(project: str = PROJECT) -> list[str]:
    return [line.item.id for line in scores.card(project).score.lines if line.key == Verdict.NOT_ASSESSED]


# --- one project ---------------------------------------------------------------------------------------------------


@every_language
def test_a_card_tells_score_range_coverage_and_every_item(client: Client, lang: str) -> None:
    parts, t = scores.card(PROJECT).score, wording(lang)
    assert parts.points is not None
    page = get(client, CARD, lang)
    text = text_of(page)
    assert not parts.rank_allowed
    assert range_of_hundred(parts.low, parts.high, lang) in text
    assert t("disclosure_of_assessed", points=decimal_text(parts.points, lang)) in text
    assert load_checklist().method.disclaimer[lang] in text
    assert parts.digest in text
    for line in parts.lines:
        assert f'id="item-{line.item.id}"' in page
        assert plain(line_text(line, lang)) in text
    for gain in parts.gains:
        assert f"/{lang}/requests/draft/?project={PROJECT}&amp;item={gain.item}" in page


def test_every_figure_on_a_card_has_its_source_mark(client: Client) -> None:
    page = get(client, CARD)
    figures = page.count('<span class="value')
    assert figures > 5
    assert len(re.findall(r'<span class="value.*?<a class="mark', page)) == figures


def test_a_past_day_has_its_own_score_and_leads_back(client: Client) -> None:
    first, last = scores.days()
    day = last - timedelta(days=1)
    assert first <= day
    page = get(client, f"{CARD}?on={day}")
    assert scores.card(PROJECT, day).score.digest in page
    assert scores.card(PROJECT).score.digest not in page
    assert f'href="/en/{CARD}"' in page
    assert f'value="{day}"' in page
    assert f'rel="canonical" href="http://testserver/en/{CARD}?on={day}"' in page


def test_the_last_day_is_the_latest_score_at_its_usual_address(client: Client) -> None:
    page = get(client, f"{CARD}?on={scores.days()[1]}")
    assert f'rel="canonical" href="http://testserver/en/{CARD}"' in page


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("yesterday", "disclosure_bad_day"),
        ("2026-02-30", "disclosure_bad_day"),
        ("20261121", "disclosure_bad_day"),
        ("２０２６-11-21", "disclosure_bad_day"),
        ("2026-11-21T00:00:00", "disclosure_bad_day"),
        ("<script>alert(1)</script>", "disclosure_bad_day"),
        ("1999-12-31", "disclosure_too_early"),
        ("9999-12-31", "disclosure_too_late"),
    ],
)
@every_language
def test_a_day_that_cannot_be_is_explained_above_the_latest_score(
    client: Client, lang: str, given: str, key: str
) -> None:
    response = client.get(f"/{lang}/{CARD}", {"on": given})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert scores.card(PROJECT).score.digest in page
    notice = unescape(page.partition('<p class="notice" role="status">')[2].partition("</p>")[0])
    parts = wording(lang)(key, given="|", first="|", last="|").split("|")
    assert notice.startswith(parts[0])
    assert notice.endswith(parts[-1])


@every_language
def test_a_project_of_which_nothing_is_assessed_says_so_and_what_to_do(client: Client, lang: str) -> None:
    empty = next(score.project for score in all_scores() if score.score.points is None)
    text, t = text_of(get(client, f"projects/{empty}/disclosure/", lang)), wording(lang)
    assert t("disclosure_nothing") in text
    assert str(scores.card(empty).score.applicable) in text


@pytest.mark.parametrize("path", ["projects/nobody/disclosure/", "projects/sinohydro/disclosure/"])
def test_what_is_no_project_has_no_card(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


def test_a_search_log_and_an_assessor_are_shown_as_written_and_escaped(client: Client) -> None:
    item, day = open_items()[0], date(2026, 11, 22)
    version = load_checklist().items[item].version
    search = Search("<b>site</b> of the operator", 'протокол "слушаний"', day, "ab" * 32)
    given = Assessment(item, version, Verdict.NOT_FOUND, "A. <i>Editor</i>", day, searches=(search,), note="<u>n</u>")
    assess(given)
    page = get(client, CARD)
    assert "<b>site" not in page
    assert "<i>Editor" not in page
    assert "<u>n" not in page
    text = text_of(page)
    assert '<b>site</b> of the operator: “протокол "слушаний"”, 22 November 2026' in text
    assert "A. <i>Editor</i>, 22 November 2026" in text
    assert "SHA-256 abababababab…" in text
    assert f"draft/?project={PROJECT}&amp;item={item}" in page


def test_a_verdict_that_does_not_count_is_shown_with_the_reason(client: Client) -> None:
    outside = next(line.item for line in scores.card(PROJECT).score.lines if line.key == "outside")
    assess(
        Assessment(outside.id, outside.version, Verdict.NOT_APPLICABLE, "A. Editor", date(2026, 11, 22), note="none")
    )
    for lang in LANGUAGES:
        text = text_of(get(client, CARD, lang))
        assert wording(lang)("refused_verdict_not_asked") in text
        assert "A. Editor" in text


def test_another_assessors_verdict_stands_beside_the_one_that_counts(client: Client) -> None:
    item, day = open_items()[0], date(2026, 11, 22)
    version = load_checklist().items[item].version
    seen = (Evidence(ledger.statements_about(PROJECT)[0].id),)
    assessment = Assessment(item, version, Verdict.PARTIAL, "A. Editor", day, seen)
    assess(assessment, Assessment(item, version, Verdict.DISCLOSED, "B. Second", day, seen))
    text = text_of(get(client, CARD))
    assert "Assessed by A. Editor, 22 November 2026" in text
    assert "Other verdicts disclosed; B. Second, 22 November 2026" in text


def test_evidence_that_is_a_source_is_linked_with_its_place(client: Client) -> None:
    source = ledger.statements_about(PROJECT)[0].source
    item = open_items()[0]
    version = load_checklist().items[item].version
    evidence = (Evidence(source, "p. 4"), Evidence("nowhere-to-be-found", "p. 5"))
    assess(Assessment(item, version, Verdict.DISCLOSED, "A. Editor", date(2026, 11, 22), evidence))
    page = get(client, CARD)
    assert f'href="/en/sources/{source}/"' in page
    assert "p. 4" in page
    assert "nowhere-to-be-found</span> (not in the register)" in page


def test_the_digest_is_that_of_the_document_offered_on_any_day(client: Client) -> None:
    for query in ("", f"?on={scores.days()[1] - timedelta(days=1)}"):
        page = get(client, CARD + query)
        (address,) = re.findall(r'href="([^"]+score\.json[^"]*)"', page)
        assert sha256(client.get(unescape(address)).content).hexdigest() in page
    assert client.get(f"/en/{CARD}score.json?on=never").status_code == 404
    assert client.get("/en/projects/nobody/disclosure/score.json").status_code == 404


# --- all projects --------------------------------------------------------------------------------------------------


def listed(page: str) -> list[str]:
    return re.findall(r'<a href="/en/projects/([a-z0-9-]+)/disclosure/">', page)


@pytest.mark.parametrize("sort", board.SORTS)
def test_the_table_goes_in_the_order_asked_for(client: Client, sort: str) -> None:
    page = get(client, f"disclosure/?sort={sort}")
    assert listed(page) == board.find(Filters(sort=sort, per_page=50)).ids
    assert f'<b aria-current="true">{wording("en")(f"disclosure_sort_{sort}")}</b>' in page


def test_an_unknown_order_is_the_usual_one(client: Client) -> None:
    assert listed(get(client, "disclosure/?sort=best")) == listed(get(client, "disclosure/"))


def test_filters_narrow_the_table_and_its_download_alike(client: Client) -> None:
    page = get(client, "disclosure/?sector=energy&sort=name")
    assert 0 < len(listed(page)) < 50
    rows = download(client, "sector=energy&sort=name")
    assert [row["project"] for row in rows] == listed(page)


def download(client: Client, query: str = "", lang: str = "en") -> list[dict[str, str]]:
    response = client.get(f"/{lang}/disclosure/scores.csv?{query}")
    assert response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_download_has_every_project_and_its_verdict_on_every_item(client: Client) -> None:
    rows = download(client)
    assert len(rows) == len(ledger.entities("project"))
    assert set(load_checklist().items) <= set(rows[0])
    mine = next(row for row in rows if row["project"] == PROJECT)
    outcome = scores.card(PROJECT).score
    assert (mine["points"], mine["low"], mine["digest"]) == (str(outcome.points), str(outcome.low), outcome.digest)
    assert {line.item.id: str(line.key) for line in outcome.lines}.items() <= mine.items()


def test_pages_of_the_table_share_no_project(client: Client) -> None:
    first, second = (listed(get(client, f"disclosure/?page={page}")) for page in (1, 2))
    assert len(first) == 50
    assert second
    assert not set(first) & set(second)


def test_a_search_that_fits_nothing_leads_back(client: Client) -> None:
    page = get(client, "disclosure/?q=nothing-like-this")
    assert wording("en")("no_projects") in page
    assert 'href="/en/disclosure/"' in page


@every_language
def test_the_table_tells_averages_and_that_few_have_a_rank(client: Client, lang: str) -> None:
    text, average = text_of(get(client, "disclosure/", lang)), board.board().average
    assert average.tally is not None
    assert average.tally.points is not None
    assert decimal_text(average.tally.points, lang) in text
    assert load_checklist().method.disclaimer[lang] in text


def test_projects_assessed_far_enough_have_a_rank_and_what_equal_weights_do_to_it(client: Client) -> None:
    day = date(2026, 11, 22)
    seen = (Evidence(ledger.statements_about(PROJECT)[0].id),)
    search = (Search("operator's site", "documents", day),)
    persons = scores.ground().persons
    in_identification = (item.project for item in all_scores() if item.stage is Stage.IDENTIFICATION)
    early = [project for project in in_identification if project not in persons][:2]
    # One tells its one heaviest item, the other two light ones: weights decide which comes first.
    for project, text in zip(early, (("ID01", "ID04"), ("ID02", "ID03", "SC01")), strict=True):
        asked = [line.item for line in scores.card(project).score.lines if line.key != "outside"]
        given = [
            Assessment(item.id, item.version, Verdict.DISCLOSED, "A. Editor", day, evidence=seen)
            if item.id in text
            else Assessment(item.id, item.version, Verdict.NOT_FOUND, "A. Editor", day, searches=search)
            for item in asked
        ]
        assess(*given, project=project)
    ranks = board.board().ranks
    heavy, light = (ranks[project] for project in early)
    assert heavy.place < light.place
    assert heavy.equal_place > light.equal_place
    assert set(early) <= set(board.board().flips)
    page = get(client, "disclosure/?sort=coverage")
    text = text_of(page)
    for ranked in (heavy, light):
        assert f"{ranked.place} (with equal weights {ranked.equal_place})" in page
    assert wording("en")("disclosure_flips", projects="").rstrip(".") in text
    assert wording("en")("disclosure_ranks", n=len(ranks)) in text


@pytest.mark.parametrize(("name", "facet"), [("regions", "region"), ("companies", "partner")])
@every_language
def test_groups_lead_to_their_projects(client: Client, lang: str, name: str, facet: str) -> None:
    page = get(client, f"disclosure/{name}/", lang)
    keys = re.findall(rf'href="/{lang}/disclosure/\?{facet}=([a-z0-9-]+)"', page)
    expected = [group.key for group in board.gathered(facet) if group.average.tally is not None]
    assert keys == expected[:50]
    assert listed(get(client, f"disclosure/?{facet}={keys[0]}"))


def test_items_are_all_there_in_each_order(client: Client) -> None:
    wanted = list(load_checklist().items)
    by_order = {}
    for sort in ("public", "unassessed", "list"):
        by_order[sort] = re.findall(r'<tr id="item-([A-Z]{2}\d\d)"', get(client, f"disclosure/items/?sort={sort}"))
        assert sorted(by_order[sort]) == sorted(wanted)
    assert by_order["list"] == wanted
    usual = re.findall(r'<tr id="item-([A-Z]{2}\d\d)"', get(client, "disclosure/items/?sort=nonsense"))
    assert usual == by_order["public"]


@every_language
def test_the_method_has_every_item_weight_verdict_and_its_own_digest(client: Client, lang: str) -> None:
    page, checklist = get(client, "disclosure/method/", lang), load_checklist()
    text = text_of(page)
    for item in checklist.items.values():
        assert f'id="item-{item.id}"' in page
        assert item.disclosed[lang] in text
    for words in checklist.method.verdicts.values():
        assert words[lang] in text
    assert checklist.digest in text
    assert checklist.method.version in text


@every_language
def test_regions_and_companies_tell_their_average_in_a_line(client: Client, lang: str) -> None:
    for path, query in (("regions", "region"), ("organisations", "partner")):
        page = get(client, f"{path}/{board.gathered(query)[0].key}/", lang)
        assert f'<a href="/{lang}/disclosure/?{query}=' in page


@every_language
def test_a_projects_page_tells_its_score(client: Client, lang: str) -> None:
    outcome = scores.card(PROJECT).score
    assert outcome.points is not None
    text = text_of(get(client, f"projects/{PROJECT}/", lang))
    assert range_of_hundred(outcome.low, outcome.high, lang) in text


def test_a_bar_stays_within_its_width() -> None:
    bar = macros("score", "en").bar
    ends = [Decimal(0), Decimal("0.4"), Decimal("33.3"), Decimal(100)]
    for low, high, points in itertools.product(ends, ends, (None, *ends)):
        parts = re.findall(r'<rect class="(\w+)"(?: x="(\d+)")? width="(\d+)"', bar(Tally(points, low, high)))
        assert all(int(x or 0) + int(width) <= 1000 for _, x, width in parts)
        widths = {name: int(width) for name, _, width in parts}
        assert widths.get("sure", 0) == low * 10
        assert widths.get("open", 0) == max(high - low, 0) * 10
        assert ("here" in widths) == (points is not None)
