"""What runs now: tasks, images, configuration, targets, alarms."""

from dataclasses import dataclass
from typing import Any

from ai_gateway.aws.service import Rollout, find_service, rollout_of, task_definition
from ai_gateway.aws.session import AwsSession, Deployment


@dataclass(frozen=True)
class Status:
    """One deployment at one moment.

    `images` and `configuration` are those of the task definition in use, `targets` counts what
    the load balancer says of each task by its state, `alarms` names those that are firing,
    `address` is where callers go, None where there is no load balancer.
    """

    service: str
    region: str
    rollout: Rollout
    task_definition: str
    images: dict[str, str]
    configuration: str | None
    targets: dict[str, int]
    alarms: list[str]
    address: str | None


def status(session: AwsSession, deployment: Deployment) -> Status:
    """Return the deployment's status; raises `AwsFailed` where there is none."""
    service = find_service(session, deployment)
    definition = task_definition(session, service)
    containers: list[dict[str, Any]] = definition["containerDefinitions"]
    environment = {
        one["name"]: one["value"] for found in containers for one in found.get("environment", [])
    }
    groups = [one["targetGroupArn"] for one in service.get("loadBalancers", [])]
    return Status(
        service=f"{deployment.name}/{service['serviceName']}",
        region=session.region,
        rollout=rollout_of(service),
        task_definition=f"{definition['family']}:{definition['revision']}",
        images={one["name"]: one["image"] for one in containers},
        configuration=environment.get("AI_GATEWAY_CONFIG"),
        targets=_targets(session, groups),
        alarms=_alarms(session, deployment),
        address=_address(session, groups),
    )


def _targets(session: AwsSession, groups: list[str]) -> dict[str, int]:
    elb = session.client("elbv2")
    counts: dict[str, int] = {}
    for group in groups:
        for target in elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]:
            state = target["TargetHealth"]["State"]
            counts[state] = counts.get(state, 0) + 1
    return counts


def _alarms(session: AwsSession, deployment: Deployment) -> list[str]:
    answer: dict[str, Any] = session.client("cloudwatch").describe_alarms(
        AlarmNamePrefix=f"{deployment.name}-", StateValue="ALARM"
    )
    return [str(one["AlarmName"]) for one in answer["MetricAlarms"] if one["StateValue"] == "ALARM"]


def _address(session: AwsSession, groups: list[str]) -> str | None:
    if not groups:
        return None
    elb = session.client("elbv2")
    group: dict[str, Any] = elb.describe_target_groups(TargetGroupArns=groups)["TargetGroups"][0]
    if not group["LoadBalancerArns"]:
        return None
    arn = group["LoadBalancerArns"][0]
    found: dict[str, Any] = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]
    listeners: list[dict[str, Any]] = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    tls = any(one["Protocol"] == "HTTPS" for one in listeners)
    return f"{'https' if tls else 'http'}://{found['DNSName']}"
