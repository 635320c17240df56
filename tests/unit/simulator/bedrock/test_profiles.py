import pytest

from ai_gateway.simulator.bedrock import profiles
from tests.unit.simulator.sample import read, refused, sent

ACCOUNT = "arn:aws:bedrock:eu-west-1:123456789012"


@pytest.mark.parametrize(
    ("identifier", "kind", "model"),
    [
        (
            "us.anthropic.claude-x-v1:0",
            "SYSTEM_DEFINED",
            "us-east-1::foundation-model/anthropic.claude-x-v1:0",
        ),
        (
            f"{ACCOUNT}:inference-profile/eu.amazon.nova-pro-v1:0",
            "SYSTEM_DEFINED",
            "eu-west-1::foundation-model/amazon.nova-pro-v1:0",
        ),
        (
            f"{ACCOUNT}:application-inference-profile/abc123",
            "APPLICATION",
            f"eu-west-1::foundation-model/{profiles.MODEL}",
        ),
    ],
)
def test_tells_which_model_is_behind(identifier: str, kind: str, model: str):
    found = read(profiles.retrieve(sent(path=f"/inference-profiles/{identifier}", method="GET")))
    assert found["type"] == kind
    assert found["models"] == [{"modelArn": f"arn:aws:bedrock:{model}"}]


def test_an_unknown_profile():
    request = sent(path="/inference-profiles/nonexistent", method="GET")
    assert refused(lambda: profiles.retrieve(request))[0] == 404
