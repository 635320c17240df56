"""What can be said of Bedrock in the configuration."""

from typing import Any

import pytest
from pydantic import ValidationError

from ai_gateway.providers.bedrock.settings import BedrockSettings

KEYS = {"access_key_id": "AKIA", "secret_access_key": "very-secret"}
ROLE = "arn:aws:iam::123456789012:role/gateway"


@pytest.mark.parametrize(
    "given",
    [
        {},
        KEYS,
        {**KEYS, "session_token": "t"},
        {"profile": "dev"},
        {"role": {"arn": ROLE, "external_id": "xy"}},
        {"region": "us-gov-west-1"},
        {"control_url": "http://127.0.0.1:8080"},
    ],
)
def test_what_fits_together_is_taken(given: dict[str, Any]) -> None:
    assert BedrockSettings.model_validate({"region": "us-east-1", **given})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"access_key_id": "AKIA"}, "go together"),
        ({"secret_access_key": "s"}, "go together"),
        ({**KEYS, "profile": "dev"}, "exclude each other"),
        ({"session_token": "t"}, "goes with access_key_id"),
        ({"region": "us-east-1.evil.example"}, "region"),
        ({"region": "US"}, "region"),
        ({"role": {"arn": "gateway"}}, "role.arn"),
        ({"role": {"arn": ROLE, "session_name": "a b"}}, "session_name"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_does_not_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        BedrockSettings.model_validate({"region": "us-east-1", **given})


def test_secrets_are_not_shown() -> None:
    settings = BedrockSettings.model_validate({"region": "us-east-1", **KEYS})
    assert "very-secret" not in repr(settings)
