"""A caller reaches the hosts that the operator lists, and no URL makes another look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import AddressRefused
from ai_gateway.core.headers import Headers
from ai_gateway.providers.address import Address
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.contract import CustomHost
from ai_gateway.routing.custom_host import CustomHostRule


def judged(url: str, *hosts: str, networks: tuple[str, ...] = ()) -> CustomHost | None:
    rule = CustomHostRule(AllowedHosts.model_validate({"hosts": hosts, "networks": networks}))
    return rule.of(Headers([(b"x-portkey-custom-host", url.encode("latin-1"))]))


def test_without_the_header_there_is_no_address():
    assert CustomHostRule(AllowedHosts()).of(Headers()) is None


def test_nothing_is_allowed_by_default():
    with pytest.raises(AddressRefused, match=r"'example.com', which is not in routing.custom_host"):
        judged("https://example.com")


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://api.example.com", "api.example.com"),
        ("http://api.example.com:8080/v1/", "api.example.com"),
        ("HTTPS://API.Example.COM/V1", "api.example.com"),
        ("https://api.example.com", "API.Example.com"),
        ("https://api.example.com", "*.example.com"),
        ("https://a.b.example.com", "*.example.com"),
        ("https://gpu-7.example.com", "gpu-*.example.com"),
        ("http://10.0.0.7:8000/v1", "10.0.0.*"),
        ("http://[::1]:8000/v1", "::1"),
        ("http://[2001:DB8::1]", "2001:db8::1"),
        ("http://[::1]", "*"),
        ("https://anything.example", "*"),
    ],
)
def test_a_listed_host_is_allowed_with_any_port_and_path(url: str, listed: str):
    assert judged(url, "other.example.net", listed) == CustomHost(url, ())


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://evil.com/.example.com", "*.example.com"),
        ("https://evil.com#.example.com", "*"),
        ("https://evil.com?.example.com", "*"),
        ("https://evil.com\\.example.com", "*.example.com"),
        ("https://evil.com%2f.example.com", "*.example.com"),
        ("https://evil.com .example.com", "*.example.com"),
        ("https://[::1%.example.com]", "*.example.com"),
        ("https://example.com", "*.example.com"),
        ("https://evilexample.com", "*.example.com"),
        ("https://a.example.com.evil.com", "*.example.com"),
        ("https://a.example.com.", "*.example.com"),
        ("https://apixexample.com", "api.example.com"),
        ("https://api.example.com.", "api.example.com"),
        ("http://1", "[::1]"),
        ("http://a", "?"),
        ("http://192.168.0.10", "192.168.0.1"),
    ],
)
def test_what_only_looks_like_a_listed_host_is_refused(url: str, listed: str):
    with pytest.raises(AddressRefused) as refused:
        judged(url, listed)
    assert refused.value.field == "x-portkey-custom-host"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://user:sk-secret@api.example.com",
        "https://api.example.com@evil.com",
        "https://@api.example.com",
        "https://api.example.com:99999",
        "https://api.example.com:port",
        "https://[::1",
        "https://api.example.com/\xe9",
        "https://api.example.com/v1?key=sk-secret",
        "https://api.example.com/v1#x",
    ],
)
def test_what_is_no_base_url_is_refused_even_where_every_host_is_allowed(url: str):
    with pytest.raises(AddressRefused, match="x-portkey-custom-host is not a base URL") as refused:
        judged(url, "*")
    assert "secret" not in refused.value.message


def test_the_networks_of_the_operator_go_along():
    found = judged("http://gpu", "gpu", networks=("10.20.0.0/16", "fd00::/8"))
    assert found == CustomHost("http://gpu", ("10.20.0.0/16", "fd00::/8"))


@given(st.text(st.characters(max_codepoint=255)))
def test_whatever_is_allowed_stays_below_the_listed_name(inside: str):
    try:
        found = judged(f"https://{inside}.example.com/v1", "*.example.com")
    except AddressRefused:
        return
    assert found is not None
    host = Address.parse(found.base_url).origin.host
    assert host.endswith(".example.com")
    assert not set(host) & set("/\\@?#% ")
