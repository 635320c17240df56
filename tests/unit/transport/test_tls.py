"""The context of a client, and the end of a connection."""

import asyncio
import ssl
from pathlib import Path

import pytest

from ai_gateway.transport.errors import TlsFailed
from ai_gateway.transport.settings import TransportSettings
from ai_gateway.transport.tls import client_context, said_goodbye


def test_names_and_chains_are_verified_from_tls_1_2_on() -> None:
    context = client_context(TransportSettings())
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] > 0


@pytest.mark.parametrize("content", [None, "no certificate"])
@pytest.mark.parametrize("field", ["ca_file", "client_certificate"])
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, field: str, content: str | None
) -> None:
    path = tmp_path / "file.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(TlsFailed, match=f"{field} .*file.pem"):
        client_context(TransportSettings.model_validate({field: path}))


class FakeTls:
    """What reading after the end gives."""

    def __init__(self, outcome: bytes | Exception) -> None:
        self._outcome = outcome

    def read(self, _: int) -> bytes:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.mark.parametrize(
    ("tls", "goodbye"),
    [
        (None, True),
        (FakeTls(b""), True),
        (FakeTls(ssl.SSLWantReadError()), False),
        (FakeTls(ssl.SSLEOFError()), False),
    ],
)
def test_a_goodbye_is_close_notify(tls: FakeTls | None, goodbye: bool) -> None:
    assert said_goodbye(asyncio.BaseTransport({"ssl_object": tls})) is goodbye
