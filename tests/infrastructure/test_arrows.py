"""Each arrow of the system's two pictures, read back from the account."""

import json
from ipaddress import ip_network
from typing import Any

import pytest

from tests.infrastructure.stack import Stack
from tests.infrastructure.system import System
from tests.infrastructure.toolchain import Toolchain
from tests.infrastructure.tree import LISTENER, SOURCE

shows = pytest.mark.shows


@shows("C1 -> WAF")
@shows("C2 -> WAF")
@shows("C3 -> WAF")
@shows("WAF -> ALB")
def test_callers_reach_the_load_balancer_alone_and_only_through_waf(system: System) -> None:
    arn = system.load_balancer["LoadBalancerArn"]
    acl = system.account.client("wafv2").get_web_acl_for_resource(ResourceArn=arn)["WebACL"]
    assert acl["Name"] == system.name
    assert system.network.open_to_world(system.edge) == {(80, 80), (443, 443)}
    assert system.network.let_in(system.edge, 443) == {ip_network("198.51.100.0/24")}


@shows("ALB -> COG")
def test_the_load_balancer_and_the_gateway_check_tokens_of_the_same_issuer(
    system: System, stack: Stack, tools: Toolchain
) -> None:
    outputs = stack.everything.outputs
    pool, issuer = outputs["user_pool_id"], outputs["issuer"]
    region = system.account.client("ec2").meta.region_name
    assert issuer == f"https://cognito-idp.{region}.amazonaws.com/{pool}"
    assert system.gateway_yaml["auth"]["issuers"]["cognito"]["url"] == issuer
    if tools.knows_jwt:
        action = system.listeners[443]["DefaultActions"][0]
        assert action["Type"] == "jwt-validation"
        assert action["JwtValidationConfig"]["Issuer"] == issuer
    else:
        assert "jwt-validation" in (SOURCE / LISTENER).read_text()


@shows("ALB -> COG")
def test_what_is_no_token_goes_past_the_check_to_the_gateway(system: System) -> None:
    arn = system.listeners[443]["ListenerArn"]
    answer = system.account.client("elbv2").describe_rules(ListenerArn=arn)
    rules = [rule for rule in answer["Rules"] if not rule["IsDefault"]]
    headers: dict[str, list[str]] = {}
    paths: list[str] = []
    for rule in rules:
        (action,) = rule["Actions"]
        assert action["TargetGroupArn"] == system.target_group["TargetGroupArn"]
        for condition in rule["Conditions"]:
            header = condition.get("HttpHeaderConfig")
            if header:
                headers[header["HttpHeaderName"].lower()] = header["Values"]
            else:
                paths += condition.get("PathPatternConfig", condition)["Values"]
    assert paths == [system.target_group["HealthCheckPath"]]
    assert headers == {
        "x-portkey-api-key": ["*"],
        "x-api-key": ["*"],
        "api-key": ["*"],
        "x-goog-api-key": ["*"],
        "authorization": ["Bearer agw_*"],
    }
    assert system.gateway_yaml["auth"]["gateway_keys"] is True


@shows("ALB -> GW")
def test_calls_are_forwarded_to_the_gateways_port_in_every_zone(system: System) -> None:
    group = system.target_group["TargetGroupArn"]
    forward = system.listeners[443]["DefaultActions"][-1]
    assert (forward["Type"], forward["TargetGroupArn"]) == ("forward", group)
    (target,) = system.service["loadBalancers"]
    assert target["targetGroupArn"] == group
    assert (target["containerName"], target["containerPort"]) == ("gateway", 8787)
    assert system.network.reaches(system.edge, system.tasks, 8787)
    assert not system.network.reaches(system.edge, system.tasks, 8788)


@shows("GW -> OT")
def test_the_collector_listens_where_the_gateway_sends(system: System) -> None:
    # Containers of one task share one loopback.
    assert system.task["networkMode"] == "awsvpc"
    protocols = system.collector_yaml["receivers"]["otlp"]["protocols"]
    assert protocols["http"]["endpoint"] == "127.0.0.1:4318"
    assert protocols["grpc"]["endpoint"] == "127.0.0.1:4317"
    telemetry = system.gateway_yaml.get("telemetry")
    if telemetry is not None:
        assert telemetry["otlp_endpoint"] == "http://127.0.0.1:4318"


def _allowed(system: System, action: str) -> list[str]:
    found: list[Any] = [
        statement["Resource"]
        for statement in system.statements(system.task_role)
        if action in statement["Action"]
    ]
    return [arn for one in found for arn in ([one] if isinstance(one, str) else one)]


@shows("OT -> CW")
@shows("OT -> EMF")
def test_the_collector_may_write_to_the_groups_that_it_names(system: System) -> None:
    exporters = system.collector_yaml["exporters"]
    named = {
        exporters["awscloudwatchlogs"]["log_group_name"],
        exporters["awsemf"]["log_group_name"],
    }
    groups = system.account.pages("logs", "describe_log_groups", "logGroups")
    arns = {group["logGroupName"]: group["arn"].removesuffix(":*") for group in groups}
    for action in ("logs:PutLogEvents", "logs:CreateLogStream"):
        assert set(_allowed(system, action)) == {f"{arns[name]}:*" for name in named}


@shows("OT -> XR")
def test_the_collector_may_send_traces(system: System) -> None:
    assert _allowed(system, "xray:PutTraceSegments") == ["*"]
    assert _allowed(system, "xray:PutTelemetryRecords") == ["*"]


@shows("EMF -> DASH")
def test_the_dashboard_shows_metrics_that_the_collector_makes(system: System) -> None:
    namespace = system.collector_yaml["exporters"]["awsemf"]["namespace"]
    made = {
        transform["new_name"]
        for transform in system.collector_yaml["processors"]["metricstransform/cloudwatch"][
            "transforms"
        ]
        if "new_name" in transform
    }
    shown = _metrics(json.loads(system.dashboard), namespace)
    assert shown
    assert shown <= made


def _metrics(body: dict[str, Any], namespace: str) -> set[str]:
    """Return the names of the namespace's metrics, in rows and in search expressions."""
    found: set[str] = set()
    for widget in body["widgets"]:
        for row in widget["properties"].get("metrics", []):
            if row[0] == namespace:
                found.add(row[1])
            elif isinstance(row[0], dict) and namespace in row[0].get("expression", ""):
                _, _, rest = row[0]["expression"].partition('MetricName=\\"')
                _, _, other = row[0]["expression"].partition('MetricName="')
                found.add((rest or other).split('"')[0].rstrip("\\"))
    return found - {""}


@shows("GW -> NAT")
@shows("NAT -> P1")
@shows("NAT -> P2")
@shows("NAT -> P3")
@shows("NAT -> P4")
@shows("NAT -> P5")
def test_tasks_reach_every_provider_through_nat_and_nothing_but_https(system: System) -> None:
    assert system.network.reaches_internet(system.tasks, 443)
    assert not system.network.reaches_internet(system.tasks, 80)
    assert not system.network.reaches_internet(system.tasks, 25)
    for subnet in system.tasks.subnets:
        assert system.network.way_out(subnet).startswith("nat-")


@shows("ecs -> VPCE")
@shows("VPCE -> ECR")
@shows("VPCE -> SM")
@shows("VPCE -> CW")
@pytest.mark.parametrize(
    "service",
    [
        "ecr.api",
        "ecr.dkr",
        "secretsmanager",
        "logs",
        "monitoring",
        "bedrock-runtime",
        "sts",
        "xray",
    ],
)
def test_tasks_reach_aws_through_an_endpoint(system: System, service: str) -> None:
    place = system.endpoint_place(service)
    assert system.network.reaches(system.tasks, place, 443)
    assert not system.network.reaches(system.edge, place, 443)


def _given(stack: Stack, module: str) -> set[str]:
    """Return what of other modules one is given."""
    expressions: dict[str, Any] = stack.modules[module]["expressions"]
    return {
        reference
        for expression in expressions.values()
        for reference in expression.get("references", [])
    }


MODULE_ARROWS = {
    "OBS -> NET": ("networking", {"module.observability.logs_kms_key_arn"}),
    "NET -> AUTH": ("auth", {"module.networking.alb_arn", "module.networking.target_group_arn"}),
    "NET -> COMP": (
        "compute",
        {
            "module.networking.private_subnet_ids",
            "module.networking.service_security_group_id",
            "module.networking.target_group_arn",
        },
    ),
    "OBS -> COMP": ("compute", {"module.observability.log_group_names"}),
}


@shows("OBS")
@shows("NET")
@shows("AUTH")
@shows("COMP")
@shows("OBS -> NET")
@shows("NET -> AUTH")
@shows("NET -> COMP")
@shows("OBS -> COMP")
@pytest.mark.parametrize("arrow", MODULE_ARROWS)
def test_a_module_is_given_what_the_picture_says(stack: Stack, arrow: str) -> None:
    module, needed = MODULE_ARROWS[arrow]
    assert needed <= _given(stack, module)


@shows("OBS")
def test_no_module_stands_before_observability(stack: Stack) -> None:
    assert not {name for name in _given(stack, "observability") if "module.compute" in name}
    assert not {name for name in _given(stack, "observability") if "module.auth" in name}
