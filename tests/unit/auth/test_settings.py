"""What authentication can be told."""

import pytest
from pydantic import ValidationError

from ai_gateway.auth.settings import AuthSettings, IssuerSettings, KeySettings

HASH = "0f" * 32


def test_without_anything_nobody_has_to_say_who_calls():
    assert not AuthSettings().enabled


@pytest.mark.parametrize(
    "said",
    [
        {"issuers": {"pool": {"url": "https://issuer.example"}}},
        {"gateway_keys": True},
        {"keys": {"a1": {"client": "ci", "sha256": HASH}}},
        {"local_issuer": {"enabled": True}},
    ],
)
def test_whatever_can_be_shown_has_to_be_shown(said: dict[str, object]):
    assert AuthSettings.model_validate(said).enabled


def test_an_issuer_is_cognitos_twin_by_default():
    issuer = IssuerSettings(url="https://issuer.example/pool")
    assert issuer.scope == "https://gateway.internal/invoke"
    assert issuer.admin_scope == "https://gateway.internal/admin"
    assert (issuer.client_claim, issuer.audience, issuer.token_use) == ("client_id", None, None)


@pytest.mark.parametrize("url", ["", "issuer.example", "ftp://x", "https://a b", "https://u@h/"])
def test_an_address_has_to_be_one(url: str):
    with pytest.raises(ValidationError):
        IssuerSettings(url=url)


@pytest.mark.parametrize("text", ["", HASH.upper(), HASH[:-1], "agw_" + HASH])
def test_a_hash_has_to_be_one(text: str):
    with pytest.raises(ValidationError, match="no SHA-256"):
        KeySettings(client="ci", sha256=text)


def test_a_key_ends_at_an_instant():
    said = {"client": "ci", "sha256": HASH, "expires": "1970-01-01T01:00:00+01:00"}
    assert KeySettings.model_validate(said).expires_at == 0.0
    assert KeySettings(client="ci", sha256=HASH).expires_at is None
    with pytest.raises(ValidationError, match="timezone"):
        KeySettings.model_validate({**said, "expires": "1970-01-01T01:00:00"})
