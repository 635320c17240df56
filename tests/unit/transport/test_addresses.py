"""A caller's host leads to the internet, or to what is listed, and nowhere else."""

import pytest

from ai_gateway.transport.addresses import is_allowed

GLOBAL = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"]
EMBEDDED_GLOBAL = ["::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:0101:0101::1"]
REFUSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "224.0.1.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::1.1.1.1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1.1.1.1",
    "2002:7f00:0001::1",
    "2002:0a00:0001::1",
    "2002:a9fe:a9fe::1",
]


@pytest.mark.parametrize("address", GLOBAL + EMBEDDED_GLOBAL)
def test_what_is_globally_routable_is_allowed(address: str) -> None:
    assert is_allowed(address, ())


@pytest.mark.parametrize("address", REFUSED)
def test_everything_else_is_refused(address: str) -> None:
    assert not is_allowed(address, ())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.0.0/16"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1/128"),
        ("fd00::5", "fd00::/8"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
    ],
)
def test_a_listed_network_is_allowed(address: str, network: str) -> None:
    assert is_allowed(address, ("192.168.0.0/24", network))
    assert not is_allowed(address, ("192.168.0.0/24",))


def test_a_network_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        is_allowed("1.1.1.1", ("nonsense",))
