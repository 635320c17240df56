"""Proxy URLs and who goes around one."""

import pytest

from ai_gateway.transport.proxy import Proxy, bypasses
from ai_gateway.transport.request import Origin


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://proxy.test:3128", ("proxy.test", 3128, None)),
        ("http://proxy.test", ("proxy.test", 80, None)),
        ("proxy.test:3128", ("proxy.test", 3128, None)),
        ("http://[::1]:3128/", ("::1", 3128, None)),
        ("http://u:p@proxy.test:1", ("proxy.test", 1, b"Basic dTpw")),
        ("http://u@proxy.test:1", ("proxy.test", 1, b"Basic dTo=")),
        ("http://u%40x:p%3A@proxy.test:1", ("proxy.test", 1, b"Basic dUB4OnA6")),
    ],
)
def test_a_url_is_read(url: str, expected: tuple[str, int, bytes | None]) -> None:
    assert Proxy.parse(url) == expected
    assert "Basic" not in repr(Proxy.parse(url))


@pytest.mark.parametrize("url", ["https://u:s3cret@p", "socks5://p", "http://:80", "http://p:x"])
def test_a_url_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ValueError, match="expected http://") as refused:
        Proxy.parse(url)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("no_proxy", "host", "around"),
    [
        (None, "a.test", False),
        ("", "a.test", False),
        ("*", "a.test", True),
        ("a.test", "a.test", True),
        ("a.test", "A.Test.", True),
        ("a.test", "b.a.test", True),
        (".a.test", "b.a.test", True),
        ("*.a.test", "b.a.test", True),
        ("a.test", "ba.test", False),
        ("b.a.test", "a.test", False),
        ("x.test, a.test", "a.test", True),
        ("x.test a.test", "a.test", True),
        ("a.test:443", "a.test", True),
        ("a.test:80", "a.test", False),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3:443", "10.1.2.3", True),
        ("10.1.2.3:80", "10.1.2.3", False),
        ("2.3", "10.1.2.3", False),
        ("fd00::/8", "fd00::1", True),
        ("[::1]:443", "::1", True),
        ("[::1]:80", "::1", False),
        ("::1", "::1", True),
        ("10.0.0.0/8", "a.test", False),
    ],
)
def test_no_proxy(no_proxy: str | None, host: str, around: bool) -> None:
    assert bypasses(no_proxy, Origin("https", host, 443)) is around
