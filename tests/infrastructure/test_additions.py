"""What moto lacks, proven against the provider itself, away from the deployment."""

import shutil
from pathlib import Path

import pytest

from tests.infrastructure.cloud.additions.addition import Addition, AlreadyThere
from tests.infrastructure.cloud.additions.table import ADDITIONS
from tests.infrastructure.terraform import Terraform

PROOF = Path(__file__).parent / "cloud" / "proof" / "main.tf"

GAPS = {
    "Application Auto Scaling ListTagsForResource",
    "Logs PutQueryDefinition",
    "Cognito DeleteResourceServer",
    "the ECS grace period in answers",
    "all Guardrail operations",
    "CreateServerlessCache",
    "Budgets ListTagsForResource and DescribeSubscribersForNotification",
    "cost-allocation tags",
    "composite alarms",
}


def test_nothing_is_added_to_moto_but_what_it_is_known_to_lack() -> None:
    assert {addition.gap for addition in ADDITIONS} == GAPS


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda addition: addition.gap)
def test_an_addition_that_moto_has_learned_is_refused(addition: Addition) -> None:
    learned = type("Learned", (addition.responses,), {})
    again = Addition(addition.gap, learned, addition.operations)
    again.install()
    if addition.operations:
        with pytest.raises(AlreadyThere, match="take it away"):
            again.install()


def test_every_addition_is_applied_without_drift_changed_and_destroyed(bare: Terraform) -> None:
    shutil.copy(PROOF, bare.folder)
    bare.init()
    bare.plan()
    bare.apply_plan()
    assert bare.plan() == []
    changed = bare.plan("-var", "changed=true")
    assert {change.kind for change in changed} == {
        "aws_appautoscaling_target",
        "aws_bedrock_guardrail",
        "aws_bedrock_guardrail_version",
        "aws_cloudwatch_composite_alarm",
        "aws_cloudwatch_query_definition",
        "aws_ecs_service",
        "aws_elasticache_serverless_cache",
    }
    bare.apply_plan()
    assert bare.plan("-var", "changed=true") == []
    bare.destroy()
    assert bare.state() == {}
