"""A register of a country whose law is not entered: no page names Kazakhstan's, and each says what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.disclosure import BasisKind, load_checklist
from aiqyn.dossier.chain import load_chain
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.dossier import board, scores
from aiqyn_site.dossier.silences import all_silences
from aiqyn_site.pages.home_law import no_duties, no_law_on_requests
from tests.aiqyn_site.made_up import LANGUAGES, MadeUpRegister
from tests.aiqyn_site.store import Databases, Store

#: What the law of Kazakhstan is called where its title is not written out.
_WORDS = (
    r"Environmental Code|Administrative Proced|Aarhus|eotinish|\bAPPC\b"
    r"|Экологическ\w+ кодекс|[Аа]дминистративн\w+ процедур|Орхус|АППК"
    r"|[Ээ]кология\w* кодекс|[Әә]кімшілік рәсімд|ӘРПК"
    r"|生态法典|行政程序与行政诉讼|奥胡斯"
    r"|\b(?:401-V|350-VI|93-VIII|400-VI)\b"
)


def _names_of_law(lang: str) -> set[str]:
    """How the law of Kazakhstan is named by the laws, the steps and the checklist."""
    names = {rule.titles[lang] for rule in load_laws().rules if rule.jurisdiction == "KZ"}
    unread = load_chain()[-1].laws[lang]
    names |= {rule.laws[lang] for rule in load_chain()} - {unread}
    bases = [basis for item in load_checklist().items.values() for basis in item.bases]
    return names | {basis.reference for basis in bases if basis.kind is BasisKind.LAW}


def _written(folder: Path, country: str) -> Path:
    """A dam with a cost promised long ago, a permit, a hearing, and a request that was refused."""
    register = MadeUpRegister(folder)
    register.country = country
    for lang in LANGUAGES:
        register.say("dam", "name", "Dam", lang=lang)
    for name, value in (("status", "operating"), ("facility_category", "cat1"), ("sector", "energy.hydro")):
        register.say("dam", name, value, as_of="2022")
    register.say("dam", "commissioning", "2021-05")
    register.say("mill", "commissioning", "2018", basis="planned", as_of="2015")
    register.say("dam", "owner", "builder")
    register.say("ministry", "body_role", "environment_regulator")
    register.say("hearing", "document_type", "hearing_notice")
    register.say("hearing", "event_date", "2021-02-01")
    register.say("minutes", "document_type", "hearing_protocol", source="owner")
    register.say("ask", "addressed_to", "ministry")
    register.say("ask", "asked_document", "permit_integrated")
    register.say("ask", "asked_item", "EN04", lang="zxx")
    register.say("ask", "request_event", "2022-06-20", part="received")
    register.say("ask", "request_event", "2022-07-20", part="refused")
    register.say("ask", "outcome", "refused", as_of="2022-07-20")
    register.say("ask", "refusal_ground", "commercial_secret")
    return register.write()


@pytest.fixture(scope="module")
def abroad(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The site of a register of Tajikistan, of which no law is entered."""
    folder = tmp_path_factory.mktemp("abroad")
    store = databases.copy("sqlite", folder, loaded=False)
    (folder / "register").mkdir()
    store.run("load", _written(folder / "register", "TJ"))
    with store.used():
        yield store


def _pages(client: Client, lang: str) -> dict[str, str]:
    """Every kind of page that can be reached from the entrance, and those that only forms lead to, by address."""
    forms = ("requests/draft/?project=dam&item=EN04", "requests/calculator/?rule=kz.appc&received=2024-03-05")
    waiting, pages = [f"/{lang}/", *(f"/{lang}/{path}" for path in forms)], dict[str, str]()
    known: set[str] = set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        known.add(_kind(address))
        if answer.headers["Content-Type"].startswith("text/html"):
            pages[address] = unescape(answer.content.decode())
            links = re.findall(rf'href="(/{lang}/[^"#]*)', answer.content.decode())
            waiting += [link for link in map(unescape, links) if _kind(link) not in known]
            known |= set(map(_kind, waiting))
    return pages


def _kind(address: str) -> str:
    """What tells pages apart that may say different things: not the query, and of statements not which."""
    return re.sub(r"(/statements/)\w+", r"\1", address.partition("?")[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_names_the_law_of_kazakhstan(abroad: Store, client: Client, lang: str) -> None:
    names, pages = _names_of_law(lang), _pages(client, lang)
    assert len(pages) > 30
    for address, page in pages.items():
        named = {name for name in names if name in page} | set(re.findall(_WORDS, page))
        assert not named, address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_that_would_apply_law_say_that_none_is_entered(abroad: Store, client: Client, lang: str) -> None:
    country = load_vocabulary().codes["country"]["TJ"].label(lang)
    for path in ("projects/dam/", "requests/draft/?project=dam", "method/"):
        page = unescape(client.get(f"/{lang}/{path}").content.decode())
        assert no_duties(lang) in page, path
        assert country in no_duties(lang)
    assert no_law_on_requests(lang) in unescape(client.get(f"/{lang}/requests/calculator/").content.decode())


def test_no_letter_is_drafted_and_no_document_called_due(abroad: Store, client: Client) -> None:
    assert client.get("/en/requests/draft.txt?project=dam&item=EN04").status_code == 404
    assert 'id="ask"' not in client.get("/en/projects/dam/").content.decode()
    assert {silence.kind for silence in all_silences(scores.days()[1])} == {"promise"}


def test_no_item_of_the_score_rests_on_law(abroad: Store, client: Client) -> None:
    kept = scores.checklist().items
    assert all(basis.kind is not BasisKind.LAW for item in kept.values() for basis in item.bases)
    assert {"ID01", "EN04", "RE01"} <= kept.keys()
    assert not {"EN05", "RE02"} & kept.keys()
    assert len(board.cards(["dam"])["dam"].verdicts) == len(kept)
    (verdicts,) = (
        score["verdicts"] for score in client.get("/api/scores").json()["items"] if score["project"] == "dam"
    )
    assert (verdicts["EN05"], verdicts["EN04"]) == ("outside", "not_assessed")
    assert client.get("/en/projects/dam/disclosure/").status_code == 200


def test_a_register_that_comes_to_name_its_country_is_scored_anew(databases: Databases, tmp_path: Path) -> None:
    store = databases.copy("sqlite", tmp_path, loaded=False)
    (tmp_path / "register").mkdir()
    store.run("load", _written(tmp_path / "register", ""))
    with store.used():
        before = len(board.cards(["dam"])["dam"].verdicts)
    store.run("load", _written(tmp_path / "register", "KZ"))
    with store.used():
        assert before < len(board.cards(["dam"])["dam"].verdicts) == len(load_checklist().items)
        store.run("verify")


def test_where_only_a_law_on_requests_is_entered_it_is_the_first_to_count_under(
    databases: Databases, tmp_path: Path, client: Client
) -> None:
    store = databases.copy("sqlite", tmp_path, loaded=False)
    (tmp_path / "register").mkdir()
    store.run("load", _written(tmp_path / "register", "KG"))
    with store.used():
        form = unescape(client.get("/en/requests/calculator/").content.decode())
        assert re.search(r'<optgroup label="Kyrgyzstan">\s*<option value="kg.rti" selected', form)
        (example,) = re.findall(r'calculator/\?(rule=kg\.rti&received=[^"]*)"', form)
        counted = client.get(f"/en/requests/calculator/?{example}").content.decode()
        assert 'id="result"' in counted
        assert no_duties("en") in unescape(client.get("/en/projects/dam/").content.decode())
