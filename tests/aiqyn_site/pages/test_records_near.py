"""The environmental records of regions and organisations."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.aiqyn_site.pages.conftest import text_of

pytestmark = pytest.mark.django_db


def test_organisations_and_regions_list_their_records_with_a_link_to_all(client: Client) -> None:
    region = text_of(client, "/en/regions/kyzylorda-region/")
    assert 'href="/en/environment/?region=kyzylorda-region"' in region
    company = text_of(client, "/en/organisations/gezhouba-cement/")
    assert 'href="/en/environment/?company=gezhouba-cement"' in company
    assert 'id="r-shieli-refusal-2020"' in company
