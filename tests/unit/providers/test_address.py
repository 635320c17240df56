"""A base URL is taken apart once, and no path of a caller's leads out of it."""

from posixpath import normpath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.providers.address import Address, below_v1
from ai_gateway.transport.request import Origin
from tests.unit.core.calls import passing_through


@pytest.mark.parametrize(
    ("url", "origin", "prefix"),
    [
        ("https://api.openai.com/v1", Origin("https", "api.openai.com", 443), b"/v1"),
        ("https://api.perplexity.ai", Origin("https", "api.perplexity.ai", 443), b""),
        ("http://localhost:8000/v1/", Origin("http", "localhost", 8000), b"/v1"),
        ("http://h", Origin("http", "h", 80), b""),
        ("HTTPS://Host.Example/V1", Origin("https", "host.example", 443), b"/V1"),
        ("http://[::1]:11434/v1", Origin("http", "::1", 11434), b"/v1"),
        ("https://[2001:DB8::1]", Origin("https", "2001:db8::1", 443), b""),
        ("https://h/a%20b//", Origin("https", "h", 443), b"/a%20b"),
        ("https://h.", Origin("https", "h.", 443), b""),
    ],
)
def test_a_base_url_is_an_origin_and_a_prefix(url: str, origin: Origin, prefix: bytes):
    assert Address.parse(url) == Address(origin, prefix)


def test_the_networks_of_a_callers_address_go_with_the_origin():
    assert Address.parse("http://h", ()).origin.networks == ()
    assert Address.parse("http://h", ("10.0.0.0/8",)).origin.networks == ("10.0.0.0/8",)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "h",
        "/v1",
        "ftp://h",
        "https:///v1",
        "https://:443",
        "https://user:sk-secret@h",
        "https://sk-secret@h",
        "https://@h",
        "https://h:0x50",
        "https://h:65536",
        "https://[::1",
        "https://h/\xe9",
        "https://h/v1?key=sk-secret",
        "https://h/v1#sk-secret",
    ],
)
def test_anything_else_is_refused_and_not_repeated(url: str):
    with pytest.raises(ValueError, match=r".+") as refused:
        Address.parse(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "below"),
    [
        (b"/v1/chat/completions", b"/chat/completions"),
        (b"/v1/", b"/"),
        (b"/v1//files", b"//files"),
        (b"/v1/v1/files", b"/v1/files"),
        (b"/v1/files/a%20b%2Fc", b"/files/a%20b%2Fc"),
        (b"/v1/models/llama-3.1", b"/models/llama-3.1"),
        (b"/v1/files/...", b"/files/..."),
        (b"/v1/files/%2e%2e%2e", b"/files/%2e%2e%2e"),
        (b"/v1/files/.hidden", b"/files/.hidden"),
    ],
)
def test_a_path_goes_on_as_it_stood_on_the_wire(path: bytes, below: bytes):
    assert below_v1(path_of(path)) == below


@pytest.mark.parametrize(
    "path",
    [
        b"/v1/..",
        b"/v1/../admin",
        b"/v1/files/./x",
        b"/v1/%2e%2e/admin",
        b"/v1/%2E./admin",
        b"/v1/.%2e",
        b"/v1/%2E%2E/admin",
        b"/v1/%2E",
        b"/v1/files%2F..%2F..%2Fadmin",
        b"/v1/..\\admin",
        b"/v1/%5c%2e%2e%5cadmin",
    ],
)
def test_a_path_that_climbs_is_refused(path: bytes):
    with pytest.raises(InvalidRequest, match=r"'\.' or '\.\.' segment") as refused:
        below_v1(path_of(path))
    assert refused.value.field == "path"


@pytest.mark.parametrize(
    "path", [b"/v1", b"//v1/files", b"/v1%2Ffiles", b"/%76%31/files", b"v1/files", b"/v2/files"]
)
def test_a_path_that_is_below_v1_only_once_it_is_decoded_is_refused(path: bytes):
    with pytest.raises(InvalidRequest, match="begin with /v1/") as refused:
        below_v1(path_of(path))
    assert refused.value.field == "path"


def test_a_long_path_is_cut_in_the_message():
    with pytest.raises(InvalidRequest) as refused:
        below_v1(path_of(b"/v1/../" + b"x" * 10_000))
    assert len(refused.value.message) < 300


SEGMENTS = st.sampled_from(
    ["v1", "..", ".", "%2e", "%2E%2e", "%2F", "%5C", "\\", "", "x", "a.b", "%252e", "..."]
)


@given(st.lists(SEGMENTS), st.sampled_from(["/", "%2f", ""]))
def test_no_path_escapes_the_base(segments: list[str], separator: str):
    """Whatever is let through resolves to something below the base, encoded or not."""
    call = path_of(f"/v1/{separator.join(segments)}".encode())
    try:
        below = below_v1(call)
    except InvalidRequest:
        return
    resolved = normpath("/base" + unquote(below.decode()).replace("\\", "/"))
    assert resolved == "/base" or resolved.startswith("/base/")


def path_of(raw: bytes):
    return passing_through(raw_path=raw, path=unquote(raw.decode()))
