"""The running service, its deployments, and why tasks stopped."""

import itertools
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ai_gateway.aws.service import (
    Rollout,
    find_service,
    rollout_of,
    rollouts,
    stopped_reasons,
    task_definition,
)
from ai_gateway.aws.session import AwsFailed, AwsSession
from tests.aws_account import AwsAccount
from tests.unit.aws.clients import Told, ToldSession, always, refusing
from tests.unit.aws.conftest import DEV


def deployed(state: str, running: int = 2, status: str = "PRIMARY") -> dict[str, Any]:
    return {
        "status": status,
        "rolloutState": state,
        "desiredCount": 2,
        "runningCount": running,
        "pendingCount": 2 - running,
        "failedTasks": 0,
        "rolloutStateReason": f"it is {state}",
    }


def service(*deployments: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": "ACTIVE",
        "serviceName": "gateway",
        "taskDefinition": "t:1",
        "deployments": list(deployments),
    }


STOPPED = [
    {
        "stoppedReason": "Essential container in task exited",
        "containers": [{"name": "gateway", "exitCode": 2}, {"name": "collector", "exitCode": 0}],
    },
    {"containers": [{"name": "gateway", "reason": "CannotPullContainerError: not found"}]},
    {"containers": [{"name": "gateway", "reason": "CannotPullContainerError: not found"}]},
    {},
]


def told(*services: dict[str, Any], stopped: list[dict[str, Any]] | None = None) -> Any:
    """Return a session whose service is each of `services` in turn."""
    answers = iter(services)
    tasks = STOPPED if stopped is None else stopped

    def describe_services(**asked: object) -> dict[str, Any]:
        return {"services": [next(answers)]}

    ecs = Told(
        describe_services=describe_services,
        list_tasks=always({"taskArns": ["arn"] * len(tasks)}),
        describe_tasks=always({"tasks": tasks}),
    )
    return ToldSession({"ecs": ecs})


def test_a_service_is_found_by_the_name_of_its_deployment(
    session: AwsSession, aws_account: AwsAccount
):
    ecs = aws_account.client("ecs")
    ecs.create_cluster(clusterName="ai-gateway-dev")
    ecs.register_task_definition(
        family="ai-gateway-dev",
        containerDefinitions=[{"name": "gateway", "image": "i:1", "memory": 256}],
    )
    ecs.create_service(
        cluster="ai-gateway-dev",
        serviceName="gateway",
        taskDefinition="ai-gateway-dev",
        desiredCount=1,
    )
    found = find_service(session, DEV)
    assert found["serviceName"] == "gateway"
    assert task_definition(session, found)["containerDefinitions"][0]["image"] == "i:1"


def test_where_there_is_none_it_says_how_to_deploy(session: AwsSession, aws_account: AwsAccount):
    with pytest.raises(AwsFailed, match="Deploy it: ai-gateway aws deploy -e dev"):
        find_service(session, DEV)
    aws_account.client("ecs").create_cluster(clusterName="ai-gateway-dev")
    with pytest.raises(AwsFailed, match="There is no service gateway in cluster ai-gateway-dev"):
        find_service(session, DEV)


def test_any_other_refusal_is_awss_own():
    session: Any = ToldSession({"ecs": Told(describe_services=refusing("AccessDenied"))})
    with pytest.raises(ClientError, match="AccessDenied"):
        find_service(session, DEV)


def test_the_newest_deployment_counts_unless_one_failed():
    old = deployed("COMPLETED", status="ACTIVE")
    assert rollout_of(service(old, deployed("IN_PROGRESS", 1))) == Rollout(
        "IN_PROGRESS", 2, 1, 1, 0, "it is IN_PROGRESS"
    )
    assert rollout_of(service(deployed("COMPLETED"), deployed("FAILED"))).state == "FAILED"
    with pytest.raises(AwsFailed, match="ECS names no deployment of gateway"):
        rollout_of(service())


def test_it_is_looked_at_until_it_is_complete():
    pauses: list[None] = []
    session = told(service(deployed("IN_PROGRESS", 0)), service(deployed("COMPLETED")))
    seen = list(rollouts(session, DEV, lambda: pauses.append(None), 10))
    assert [(one.state, one.running) for one in seen] == [("IN_PROGRESS", 0), ("COMPLETED", 2)]
    assert len(pauses) == 1


def test_a_failed_deployment_ends_with_why_its_tasks_stopped():
    session = told(service(deployed("FAILED")))
    with pytest.raises(AwsFailed, match=r"stopped: Essential .*exit code 2; gateway: CannotPull"):
        list(rollouts(session, DEV, lambda: None, 10))
    session = told(service(deployed("FAILED")), stopped=[])
    with pytest.raises(AwsFailed, match="Its tasks stopped: it is FAILED"):
        list(rollouts(session, DEV, lambda: None, 10))


def test_one_that_takes_too_long_is_left_with_what_to_do():
    session = told(*itertools.repeat(service(deployed("IN_PROGRESS", 1)), 3))
    with pytest.raises(AwsFailed, match="ai-gateway aws status -e dev"):
        list(rollouts(session, DEV, lambda: None, 3))


def test_each_reason_is_told_once():
    assert stopped_reasons(told(), DEV) == [
        "Essential container in task exited, gateway: exit code 2",
        "gateway: CannotPullContainerError: not found",
    ]
