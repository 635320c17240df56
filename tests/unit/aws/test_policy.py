"""Policies as the doctor reads them."""

import pytest

from ai_gateway.aws.policy import lets_logs, named_models

GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/ai-gateway-dev/gateway"
CONTEXT = "kms:EncryptionContext:aws:logs:arn"


def statement(**changed: object) -> dict[str, object]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {CONTEXT: ["arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/*"]}
        },
        **changed,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"Action": "kms:*"},
        {"Principal": {"Service": ["x.amazonaws.com", "logs.eu-west-1.amazonaws.com"]}},
        {"Condition": None},
        {"Condition": {"ArnEquals": {CONTEXT: GROUP}}},
    ],
)
def test_a_statement_lets_cloudwatch_logs_encrypt(changed: dict[str, object]):
    assert lets_logs(statement(**changed), "eu-west-1", GROUP)


@pytest.mark.parametrize(
    "changed",
    [
        {"Effect": "Deny"},
        {"Principal": "*"},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*"},
        {"Principal": {"Service": "logs.us-east-1.amazonaws.com"}},
        {"Action": "kms:Decrypt"},
        {"Condition": {"ArnLike": {CONTEXT: "arn:aws:logs:eu-west-1:123456789012:log-group:/x"}}},
        {"Condition": {"StringEquals": {"aws:SourceAccount": "1"}}},
    ],
)
def test_any_other_does_not(changed: dict[str, object]):
    assert not lets_logs(statement(**changed), "eu-west-1", GROUP)


def test_models_are_those_of_the_region_each_once():
    arn = "arn:aws:bedrock:{}::foundation-model/{}"
    here = arn.format("eu-west-1", "anthropic.claude-x-v1:0")
    policy = {
        "Statement": [
            {"Resource": [here, arn.format("us-east-1", "other"), "arn:aws:s3:::bucket/*"]},
            {"Resource": here},
            {"Resource": arn.format("eu-west-1", "*")},
            {"NotResource": "x"},
        ]
    }
    assert named_models(policy, "eu-west-1") == ["anthropic.claude-x-v1:0"]
