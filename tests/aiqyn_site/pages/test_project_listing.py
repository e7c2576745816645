"""Filters offer their values in the order in which readers of the page's language look them up."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from aiqyn.names.alphabet import alphabetical
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn_site.pages.conftest import text_of

pytestmark = pytest.mark.django_db
PAGES = ("projects", "map", "disclosure", "environment")


def offered(client: Client, path: str, key: str) -> list[tuple[str, str]]:
    """The values of a filter with their words, in the order of the page."""
    lists = re.findall(r"<details>.*?</details>", text_of(client, path), re.DOTALL)
    link = re.compile(rf'<a [^>]*href="[^"]*[?;]{key}=([^"&]+)[^"]*"[^>]*>([^<]+)<')
    (values,) = [values for text in lists if (values := link.findall(text))]
    return [(value, unescape(label)) for value, label in values]


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_regions_stand_in_the_alphabet_of_the_page(client: Client, lang: str, page: str) -> None:
    regions = [label for _, label in offered(client, f"/{lang}/{page}/", "region")]
    assert len(regions) > 2
    assert regions == sorted(regions, key=alphabetical)


@pytest.mark.parametrize("page", PAGES[:3])
def test_stages_follow_each_other_and_narrower_sectors_their_wider(client: Client, page: str) -> None:
    stages = [key for key, _ in offered(client, f"/kk/{page}/", "status")]
    assert stages == [key for key in load_vocabulary().codes["status"] if key in stages]
    sizes = [key for key, _ in offered(client, f"/kk/{page}/", "size")]
    assert sizes == [key for key in ("under_10m", "10m_100m", "100m_1bn", "over_1bn", "unknown") if key in sizes]
    sectors = offered(client, f"/kk/{page}/", "sector")
    wide = [label for key, label in sectors if "." not in key]
    assert wide == sorted(wide, key=alphabetical)
    keys = [key for key, _ in sectors]
    narrower = [(key, key.rpartition(".")[0]) for key in keys if key.rpartition(".")[0] in keys]
    assert narrower
    assert all(keys.index(key) > keys.index(wider) for key, wider in narrower)
