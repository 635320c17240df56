"""What a model is called, and what stands behind that name."""

import pytest

from ai_gateway.providers.bedrock.model_id import ModelId, parse_model

CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0"


@pytest.mark.parametrize(
    ("text", "region", "model"),
    [
        (CLAUDE, None, CLAUDE),
        (f"us.{CLAUDE}", None, CLAUDE),
        (f"us-gov.{CLAUDE}", None, CLAUDE),
        (f"global.{CLAUDE}", None, CLAUDE),
        ("eu.amazon.nova-lite-v1:0", None, "amazon.nova-lite-v1:0"),
        ("us.unknown", None, "us.unknown"),
        (f"arn:aws:bedrock:eu-west-1::foundation-model/{CLAUDE}", "eu-west-1", CLAUDE),
        (f"arn:aws:bedrock:us-west-2:1:inference-profile/us.{CLAUDE}", "us-west-2", CLAUDE),
        ("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc", "us-east-1", None),
        ("arn:aws-us-gov:bedrock:us-gov-west-1:1:custom-model/x/y", "us-gov-west-1", None),
        ("arn:aws:s3:::bucket", None, "arn:aws:s3:::bucket"),
    ],
)
def test_a_name_is_taken_apart(text: str, region: str | None, model: str | None) -> None:
    assert parse_model(text) == ModelId(text, region, model)


def test_only_an_applications_profile_has_to_be_asked_for() -> None:
    assert parse_model("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc").is_profile
    assert not parse_model(f"arn:aws:bedrock:us-east-1:1:inference-profile/us.{CLAUDE}").is_profile
    assert not parse_model(CLAUDE).is_profile


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("a.b-v1:0", b"a.b-v1%3A0"),
        (
            "arn:aws:bedrock:x:1:inference-profile/y",
            b"arn%3Aaws%3Abedrock%3Ax%3A1%3Ainference-profile%2Fy",
        ),
        ("../x", b"..%2Fx"),
        ("a b%", b"a%20b%25"),
    ],
)
def test_a_name_is_one_segment_encoded_once(text: str, segment: bytes) -> None:
    assert parse_model(text).segment == segment
