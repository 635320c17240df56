"""What the gateway calls is what its role allows, in both directions."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.infrastructure.recorder import Unknown, operation
from tests.infrastructure.stack import Stack
from tests.infrastructure.system import System, config_address
from tests.infrastructure.toolchain import ROOT

CALLERS = ("tests/integration/bedrock", "tests/unit/config/test_aws.py")
"""The gateway's tests that call AWS as a task does, against simulations of it."""

ACTIONS = {
    # Converse has no action of its own.
    "bedrock:Converse": "bedrock:InvokeModel",
    "bedrock:ConverseStream": "bedrock:InvokeModelWithResponseStream",
}
"""Operations whose action has another name; all others have the operation's."""

BROUGHT = {
    "secretsmanager:GetSecretValue": "kms:Decrypt",
    "s3:GetObjectVersion": "kms:Decrypt",
}
"""What AWS itself asks the role for on the way, with the service's name in the condition."""

ELSEWHERE = {"s3:GetObject"}
"""Called where AI_GATEWAY_CONFIG names no version; in the deployment it does."""

FEATURES = {
    "enable_guardrails": {"bedrock:ApplyGuardrail", "kms:Decrypt"},
    "enable_cost_attribution": {"sts:AssumeRole", "sts:TagSession"},
}
"""What switches add to the role. `kms:Decrypt` is for the guardrail's own key."""

NAMELESS = {
    "ecr:GetAuthorizationToken",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
}
"""Actions for which IAM knows no resource: they alone stand on `*`."""


@pytest.fixture(scope="session")
def called(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The actions behind every operation that the gateway called in its own tests."""
    record = tmp_path_factory.mktemp("record") / "operations"
    command = ["-q", "-p", "tests.infrastructure.recorder", "-p", "no:cacheprovider", *CALLERS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *command],
        check=False,
        cwd=ROOT,
        env={**os.environ, "AI_GATEWAY_RECORD": str(record)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    actions = {ACTIONS.get(one, one) for one in record.read_text().split()} - ELSEWHERE
    return actions | {BROUGHT[action] for action in actions if action in BROUGHT}


def _policy(resources: dict[str, dict[str, Any]]) -> set[str]:
    """Return the actions of the gateway's own policy, as a stage of the stack had it."""
    (values,) = [
        values
        for address, values in resources.items()
        if address.startswith("module.compute.aws_iam_role_policy.gateway")
    ]
    statements = _statements(values["policy"])
    return {action for statement in statements for action in _listed(statement["Action"])}


def _statements(policy: str) -> list[dict[str, Any]]:
    """Return the statements of a policy's text."""
    document: dict[str, Any] = json.loads(policy)
    return document["Statement"]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_what_the_gateway_calls_is_allowed_and_what_is_allowed_is_called(
    stack: Stack, called: set[str]
) -> None:
    optional = {action for actions in FEATURES.values() for action in actions} - {"kms:Decrypt"}
    assert called - optional == _policy(stack.stages["base"].resources)


def test_switches_allow_what_they_need_and_nothing_more(stack: Stack) -> None:
    base, everything = (_policy(stack.stages[name].resources) for name in ("base", "everything"))
    added = {action for actions in FEATURES.values() for action in actions}
    assert everything - base == added - base


def test_the_configuration_is_read_by_its_version(system: System) -> None:
    _, _, version = config_address(system.environment("gateway")["AI_GATEWAY_CONFIG"])
    assert version


def test_the_account_has_the_policy_that_was_planned(system: System, stack: Stack) -> None:
    statements = system.statements(system.task_role)
    actions = {action for statement in statements for action in _listed(statement["Action"])}
    collector = {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
    }
    assert actions == _policy(stack.everything.resources) | collector


def test_nothing_that_can_be_named_is_allowed_on_everything(system: System) -> None:
    roles = (system.task_role, system.task["executionRoleArn"].rpartition("/")[2])
    for role in roles:
        for statement in system.statements(role):
            assert statement["Effect"] == "Allow"
            actions = _listed(statement["Action"])
            assert not any("*" in action for action in actions), statement
            if "*" in _listed(statement["Resource"]):
                assert set(actions) <= NAMELESS, statement


def test_models_are_named_in_each_region_of_their_profile(system: System) -> None:
    resources = [
        arn
        for statement in system.statements(system.task_role)
        if "bedrock:InvokeModel" in _listed(statement["Action"])
        for arn in _listed(statement["Resource"])
    ]
    models = system.gateway_yaml["providers"]["bedrock"]["models"]
    profiles = [model for model in models if model.startswith("eu.")]
    assert profiles
    for profile in profiles:
        assert [arn for arn in resources if arn.endswith(f":inference-profile/{profile}")]
        own = profile.removeprefix("eu.")
        regions = {arn.split(":")[3] for arn in resources if arn.endswith(f"/{own}")}
        assert {"eu-west-1", "eu-central-1"} <= regions


@pytest.mark.parametrize(
    ("method", "target", "name"),
    [
        ("POST", b"/model/eu.anthropic.claude/converse", "bedrock:Converse"),
        ("POST", b"/model/arn%3Aaws/converse-stream", "bedrock:ConverseStream"),
        ("POST", b"/model/amazon.titan/invoke", "bedrock:InvokeModel"),
        ("POST", b"/model/anthropic.claude/count-tokens", "bedrock:CountTokens"),
        ("GET", b"/inference-profiles/arn%3Aaws", "bedrock:GetInferenceProfile"),
    ],
)
def test_a_request_is_named_as_botocore_names_it(method: str, target: bytes, name: str) -> None:
    assert operation(method, target) == name


def test_a_request_that_is_no_operation_is_not_passed_over() -> None:
    with pytest.raises(Unknown):
        operation("DELETE", b"/model/x/converse")
