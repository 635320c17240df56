"""The stack applied, planned again, switched on and off, and destroyed."""

from typing import Any

import hcl2
import pytest

from tests.infrastructure.stack import Stack
from tests.infrastructure.tree import SOURCE
from tests.infrastructure.variables import BASE, CHOICES, SWITCHES

KEEPS = (
    "aws_cognito_user_pool",
    "aws_ecr_repository",
    "aws_kms_key",
    "aws_lb",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_vpc",
)
"""Kinds of resources that nothing may make anew: what they hold or are called would be lost."""


@pytest.mark.parametrize("stage", ["base", "everything"])
def test_a_plan_right_after_an_apply_is_empty(stack: Stack, stage: str) -> None:
    assert stack.stages[stage].drift == []


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_alone_is_a_plan_that_loses_nothing(stack: Stack, switch: str) -> None:
    changes = stack.switches[switch]
    assert changes, "it changes nothing"
    assert [change for change in changes if change.actions == ("delete",)] == []
    replaced = {change.kind for change in changes if "delete" in change.actions}
    assert not replaced & set(KEEPS)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_a_plan_from_nothing(stack: Stack, choice: str) -> None:
    changes = stack.choices[choice]
    assert len(changes) > 90
    assert {change.actions for change in changes} == {("create",)}


def test_every_switch_of_the_root_is_tried() -> None:
    found: set[str] = set()
    for path in SOURCE.glob("*.tf"):
        with path.open() as file:
            content: dict[str, Any] = hcl2.load(file)
        for block in content.get("variable", []):
            for name, variable in block.items():
                if variable.get("type") == "${bool}":
                    found.add(name.strip('"'))
    assert found == {name for name in {*SWITCHES, *CHOICES, *BASE} if name in found}


def test_the_whole_stack_is_there_with_every_switch_on(stack: Stack) -> None:
    base, everything = stack.stages["base"].resources, stack.everything.resources
    assert len(everything) > len(base) > 90
    gone = {address for address in set(base) - set(everything) if "aws_" in address}
    assert gone == set(), "a switch that is turned on takes something away"


def test_every_guard_refuses_a_plan_in_a_test_of_the_root(stack: Stack) -> None:
    refused: set[str] = set()
    for path in (SOURCE / "tests").glob("*.tftest.hcl"):
        content: dict[str, Any] = hcl2.loads(path.read_text())
        for block in content["run"]:
            for run in block.values():
                refused |= {one[2:-1] for one in run.get("expect_failures", [])}
    assert len(stack.guards) > 10
    assert stack.guards - refused == set()


def test_outputs_tell_what_a_person_needs_next(stack: Stack) -> None:
    outputs = stack.everything.outputs
    needed = {
        "gateway_url",
        "token_endpoint",
        "client_id",
        "scopes",
        "dashboard_url",
        "secret_arns",
    }
    assert needed <= set(outputs)


def test_everything_off_again_is_the_stack_as_it_was(removed: Stack) -> None:
    assert removed.stages["off"].drift == []
    assert set(removed.stages["off"].resources) == set(removed.stages["base"].resources)


def test_the_stack_is_destroyed_to_nothing(removed: Stack) -> None:
    assert removed.left == {}
    account = removed.account
    clusters = account.client("ecs").describe_clusters()["clusters"]
    assert [one["clusterName"] for one in clusters if one["status"] != "INACTIVE"] == []
    assert account.client("elbv2").describe_load_balancers()["LoadBalancers"] == []
    assert account.pages("logs", "describe_log_groups", "logGroups") == []
    assert account.client("s3").list_buckets()["Buckets"] == []
    assert account.client("secretsmanager").list_secrets()["SecretList"] == []
    assert account.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
    vpcs = account.client("ec2").describe_vpcs()["Vpcs"]
    assert [vpc["CidrBlock"] for vpc in vpcs if not vpc["IsDefault"]] == []
