"""The running service: its tasks, its deployments, and why tasks stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, code_of

SERVICE = "gateway"
"""Name of the ECS service within the deployment's cluster."""


@dataclass(frozen=True)
class Rollout:
    """How far the newest deployment of the service is.

    `state` is ECS's own: IN_PROGRESS, COMPLETED or FAILED.
    """

    state: str
    desired: int
    running: int
    pending: int
    failed: int
    reason: str = ""


def find_service(session: AwsSession, deployment: Deployment) -> dict[str, Any]:
    """Return what ECS says of the service; raises `AwsFailed` where there is none."""
    try:
        answer: dict[str, Any] = session.client("ecs").describe_services(
            cluster=deployment.name, services=[SERVICE]
        )
    except ClientError as error:
        if code_of(error) != "ClusterNotFoundException":
            raise
        answer = {"services": []}
    active = [one for one in answer["services"] if one["status"] == "ACTIVE"]
    if not active:
        raise AwsFailed(
            f"There is no service {SERVICE} in cluster {deployment.name} in {session.region}. "
            f"Deploy it: ai-gateway aws deploy -e {deployment.environment}"
        )
    found: dict[str, Any] = active[0]
    return found


def rollout_of(service: dict[str, Any]) -> Rollout:
    """Return how far the newest deployment is, or the failed one that ECS has rolled back from."""
    deployments: list[dict[str, Any]] = service.get("deployments", [])
    failed = [one for one in deployments if one.get("rolloutState") == "FAILED"]
    newest = failed or [one for one in deployments if one.get("status") == "PRIMARY"]
    if not newest:
        raise AwsFailed(f"ECS names no deployment of {service['serviceName']}. Look again shortly.")
    found = newest[0]
    return Rollout(
        state=found.get("rolloutState", "COMPLETED"),
        desired=found.get("desiredCount", 0),
        running=found.get("runningCount", 0),
        pending=found.get("pendingCount", 0),
        failed=found.get("failedTasks", 0),
        reason=found.get("rolloutStateReason", ""),
    )


def rollouts(
    session: AwsSession, deployment: Deployment, pause: Callable[[], None], most: int
) -> Iterator[Rollout]:
    """Yield how far the deployment is, until it is complete; `pause` waits between two looks.

    Raises `AwsFailed` where it failed, with why its tasks stopped, or is not complete after
    `most` looks.
    """
    for _ in range(most):
        rollout = rollout_of(find_service(session, deployment))
        yield rollout
        if rollout.state == "COMPLETED":
            return
        if rollout.state == "FAILED":
            why = stopped_reasons(session, deployment) or [rollout.reason]
            raise AwsFailed(
                "The deployment failed, and ECS went back to the one before. "
                f"Its tasks stopped: {'; '.join(why)}"
            )
        pause()
    raise AwsFailed(
        "The service is not stable yet. Streams that are open hold their tasks up to the "
        f"deregistration delay. Look again: ai-gateway aws status -e {deployment.environment}"
    )


def stopped_reasons(session: AwsSession, deployment: Deployment) -> list[str]:
    """Return why the tasks that stopped last did so, each reason once."""
    ecs = session.client("ecs")
    arns: list[str] = ecs.list_tasks(
        cluster=deployment.name, serviceName=SERVICE, desiredStatus="STOPPED"
    )["taskArns"]
    if not arns:
        return []
    answer: dict[str, Any] = ecs.describe_tasks(cluster=deployment.name, tasks=arns[:100])
    reasons: dict[str, None] = {}
    for task in answer["tasks"]:
        said = [task.get("stoppedReason")]
        said += [
            f"{one['name']}: {one.get('reason') or 'exit code ' + str(one['exitCode'])}"
            for one in task.get("containers", [])
            if one.get("reason") or one.get("exitCode")
        ]
        text = ", ".join(filter(None, said))
        if text:
            reasons[text] = None
    return list(reasons)


def task_definition(session: AwsSession, service: dict[str, Any]) -> dict[str, Any]:
    """Return the task definition that the service runs."""
    answer: dict[str, Any] = session.client("ecs").describe_task_definition(
        taskDefinition=service["taskDefinition"]
    )
    found: dict[str, Any] = answer["taskDefinition"]
    return found
