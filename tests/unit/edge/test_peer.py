"""The caller's address is what the trusted proxies say, and nothing that it says itself."""

from ipaddress import ip_network

import pytest

from ai_gateway.core.headers import Headers
from ai_gateway.edge.peer import Peers

TRUSTED = Peers([ip_network("10.0.0.0/8"), ip_network("fd00::/8")])


def peer(peers: Peers, client: str | None, *forwarded: str) -> str:
    fields = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return peers.of(None if client is None else (client, 4321), Headers(fields))


@pytest.mark.parametrize("client", ["203.0.113.9", "127.0.0.1", "10.0.0.1", "::1"])
def test_where_no_proxy_is_trusted_the_connection_says_it(client: str):
    assert peer(Peers([]), client, "198.51.100.1") == client


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("fd00::1", ["2001:db8::5"], "2001:db8::5"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        # What a caller wrote itself stands to the left of what the proxy added.
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["nonsense, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.1:4433"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["\xff"], "10.0.0.1"),
    ],
)
def test_a_trusted_proxy_is_believed_as_far_as_it_can_know(
    client: str, forwarded: list[str], expected: str
):
    assert peer(TRUSTED, client, *forwarded) == expected


def test_a_connection_without_an_address_has_none():
    assert peer(TRUSTED, None, "198.51.100.1") == ""
