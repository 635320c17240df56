"""An origin is a key, and a request shows no secret."""

from ai_gateway.transport.request import Origin, Request


def test_an_origin_prints_with_brackets_where_it_needs_them() -> None:
    assert str(Origin("http", "::1", 80)) == "http://[::1]:80"
    assert str(Origin("https", "api.test", 443)) == "https://api.test:443"


def test_origins_with_other_networks_are_other_pools() -> None:
    origins = {Origin("http", "a", 1, networks) for networks in (None, (), ("10.0.0.0/8",))}
    assert len(origins) == 3
    assert Origin("http", "a", 1, ()) in origins


def test_a_request_shows_neither_headers_nor_query_nor_body() -> None:
    request = Request(
        Origin("http", "a", 1), "GET", b"/?key=s3cret", [(b"authorization", b"s3cret")], b"s3cret"
    )
    assert "s3cret" not in repr(request)
    assert "http://a:1" in repr(request)
