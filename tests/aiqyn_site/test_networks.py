"""How often a network may do something, counted without keeping its address."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from aiqyn_site.networks import Limiter, Shares, address_of, network_of, networks_of


def test_a_network_may_do_it_so_often_in_an_hour_and_again_in_the_next() -> None:
    limiter = Limiter(2, 3_600)
    assert [limiter.allows("203.0.113.7", now) for now in (0, 10, 20, 3_599, 3_600)] == [True, True, False, False, True]


def test_networks_are_counted_apart() -> None:
    limiter = Limiter(1, 60)
    assert [limiter.allows(address, 0) for address in ("203.0.113.7", "203.0.113.8", "203.0.113.7")] == [
        True,
        True,
        False,
    ]


def test_all_addresses_of_one_ipv6_network_count_as_one() -> None:
    limiter = Limiter(1, 60)
    assert limiter.allows("2001:db8:1:2::1", 0)
    assert not limiter.allows("2001:db8:1:2:ffff::9", 0)
    assert limiter.allows("2001:db8:1:3::1", 0)


def test_memory_is_bounded_and_those_not_remembered_are_let_through() -> None:
    limiter = Limiter(1, 60, most_remembered=10)
    for number in range(100):
        assert limiter.allows(f"198.51.100.{number}", 0)
    assert len(limiter._counts) == 10
    assert not limiter.allows("198.51.100.3", 0)


def test_what_is_remembered_holds_no_address() -> None:
    limiter = Limiter(5, 60)
    limiter.allows("203.0.113.7", 0)
    assert b"203.0.113.7" not in b"".join(limiter._counts)


def test_networks_that_take_all_they_can_leave_a_place_to_whoever_took_none() -> None:
    shares, free = Shares((1 / 16, 1 / 8, 1 / 4), 86_400), 2_000
    for round_ in range(600):
        for network in range(100):
            free -= shares.allows(f"198.{network}.{round_ % 256}.{round_ % 200}", free, 0)
    assert free > 50
    assert not shares.allows("198.7.1.1", free, 0)
    assert shares.allows("203.0.113.7", free, 0)
    assert shares.allows("203.0.113.7", 1, 86_400)


def test_those_near_share_what_a_single_reader_cannot_take() -> None:
    shares = Shares((1 / 16, 1 / 8, 1 / 4), 86_400)
    alone = sum(shares.allows("203.0.113.7", 160, 0) for _ in range(99))
    near = sum(shares.allows(f"203.0.113.{host}", 160, 0) for host in range(10, 99))
    provider = sum(shares.allows(f"203.0.{host}.7", 160, 0) for host in range(114, 200))
    assert (alone, near, provider) == (10, 10, 20)
    assert shares.allows("2001:db8:1:2::1", 160, 0)


def test_an_address_is_in_networks_that_grow() -> None:
    assert networks_of("203.0.113.7") == ("203.0.113.7/32", "203.0.113.0/24", "203.0.0.0/16")
    assert networks_of("2001:db8:1:2::9") == ("2001:db8:1:2::/64", "2001:db8:1::/48", "2001:db8::/32")
    assert networks_of("::ffff:203.0.113.7") == networks_of("203.0.113.7")


@pytest.mark.parametrize("address", ["", "unix:", "203.0.113.7.9", "localhost"])
def test_what_is_no_address_counts_as_one_network(address: str) -> None:
    assert network_of(address) == ""


def test_a_mapped_address_is_the_address_it_maps() -> None:
    assert network_of("::ffff:203.0.113.7") == network_of("203.0.113.7")


def test_only_our_own_proxy_is_believed(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"}, REMOTE_ADDR="192.0.2.1")
    assert address_of(request.META) == "192.0.2.1"
    with override_settings(TRUSTED_PROXY=True):
        assert address_of(request.META) == "203.0.113.7"
