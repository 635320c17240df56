"""Pages in a browser cannot call a gateway that asks nobody who they are."""

import pytest

from ai_gateway.core.errors import Forbidden
from ai_gateway.core.headers import Headers
from ai_gateway.edge.pages import refuse_pages

HERE = [b"localhost", b"localhost:8787", b"127.0.0.1:8787", b"127.1.2.3", b"[::1]:8787"]
ELSEWHERE = [b"evil.example", b"evil.example:8787", b"localhost.evil.example", b"10.0.0.1", b"\xff"]


@pytest.mark.parametrize("host", [*HERE, b"app.localhost"])
def test_a_program_that_names_this_machine_is_answered(host: bytes):
    refuse_pages(Headers([(b"host", host)]))


def test_a_program_that_names_no_host_is_answered():
    refuse_pages(Headers())


@pytest.mark.parametrize("host", [*ELSEWHERE, b"", b"[::1", b"127.0.0.1.evil.example"])
def test_a_name_that_was_made_to_lead_here_is_refused(host: bytes):
    with pytest.raises(Forbidden, match="no web page") as raised:
        refuse_pages(Headers([(b"host", host)]))
    assert raised.value.field == "host"


@pytest.mark.parametrize("site", HERE)
def test_a_page_of_this_machine_is_answered(site: bytes):
    refuse_pages(Headers([(b"host", b"localhost"), (b"origin", b"http://" + site)]))


@pytest.mark.parametrize("origin", [*(b"https://" + site for site in ELSEWHERE), b"null", b""])
def test_a_page_of_another_site_is_refused(origin: bytes):
    with pytest.raises(Forbidden) as raised:
        refuse_pages(Headers([(b"host", b"localhost:8787"), (b"origin", origin)]))
    assert raised.value.field == "origin"
