"""Each box of the system's picture, read back from the account."""

import json

import pytest

from tests.infrastructure.stack import Stack
from tests.infrastructure.system import System
from tests.infrastructure.tree import SOURCE

shows = pytest.mark.shows


@shows("clients")
@shows("C1")
@shows("C2")
@shows("C3")
def test_every_service_has_a_client_of_its_own(system: System, stack: Stack) -> None:
    pool = stack.everything.outputs["user_pool_id"]
    cognito = system.account.client("cognito-idp")
    found = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    described = [
        cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])
        for client in found
    ]
    clients = [answer["UserPoolClient"] for answer in described]
    assert len(clients) == 3
    assert {client["ClientId"] for client in clients} == {
        policy["id"] for policy in system.gateway_yaml["clients"].values()
    }
    for client in clients:
        assert client["AllowedOAuthFlows"] == ["client_credentials"]
        assert client["AccessTokenValidity"] == 1
        assert client["TokenValidityUnits"]["AccessToken"] == "hours"
        assert client["ClientSecret"]


@shows("aws")
@shows("edge")
@shows("WAF")
def test_waf_has_its_four_rules_and_counts_every_rule_on_bodies(system: System) -> None:
    client = system.account.client("wafv2")
    arn = system.load_balancer["LoadBalancerArn"]
    acl = client.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]
    rules = sorted(acl["Rules"], key=lambda rule: rule["Priority"])
    assert [(rule["Priority"], rule["Name"]) for rule in rules] == [
        (1, "AWSManagedRulesCommonRuleSet"),
        (2, "AWSManagedRulesAmazonIpReputationList"),
        (3, "RateLimitPerIP"),
        (4, "AWSManagedRulesKnownBadInputsRuleSet"),
    ]
    rate = rules[2]["Statement"]["RateBasedStatement"]
    assert (rate["Limit"], rate["AggregateKeyType"]) == (2000, "IP")
    for rule in (rules[0], rules[3]):
        overrides = rule["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
        assert len(overrides) >= 3
        for override in overrides:
            assert override["Name"].endswith("_BODY")
            assert list(override["ActionToUse"]) == ["Count"]


@shows("WAF")
def test_waf_logs_without_credentials(system: System) -> None:
    client = system.account.client("wafv2")
    arn = system.load_balancer["LoadBalancerArn"]
    acl = client.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]
    logging = client.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]
    assert ":log-group:aws-waf-logs-" in logging["LogDestinationConfigs"][0]
    fields = logging["RedactedFields"]
    # Google's API takes its key in the query too.
    assert [field for field in fields if "SingleHeader" not in field] == [{"QueryString": {}}]
    redacted = {field["SingleHeader"]["Name"] for field in fields if "SingleHeader" in field}
    assert redacted >= {"authorization", "x-api-key", "api-key", "x-goog-api-key"}
    assert "x-portkey-api-key" in redacted


@shows("ALB")
@shows("pub")
def test_the_load_balancer_ends_tls_in_the_public_subnets(system: System) -> None:
    balancer = system.load_balancer
    assert system.faces_the_internet
    assert len({zone["ZoneName"] for zone in balancer["AvailabilityZones"]}) == 2
    for subnet in system.edge.subnets:
        assert system.network.way_out(subnet).startswith("igw-")
    policy = system.listeners[443]["SslPolicy"]
    assert policy.startswith("ELBSecurityPolicy-TLS13-1-")
    answer = system.account.client("elbv2").describe_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"]
    )
    attributes = {entry["Key"]: entry["Value"] for entry in answer["Attributes"]}
    assert attributes["routing.http.drop_invalid_header_fields.enabled"] == "true"
    assert attributes["access_logs.s3.enabled"] == "true"
    assert int(attributes["idle_timeout.timeout_seconds"]) >= 900


@shows("ALB")
def test_port_80_redirects_where_there_is_a_certificate(system: System) -> None:
    (action,) = system.listeners[80]["DefaultActions"]
    assert action["Type"] == "redirect"
    redirect = action["RedirectConfig"]
    assert (redirect["Protocol"], redirect["Port"]) == ("HTTPS", "443")
    assert redirect["StatusCode"] == "HTTP_301"


@shows("COG")
def test_the_user_pool_makes_tokens_for_machines(system: System, stack: Stack) -> None:
    pool = stack.everything.outputs["user_pool_id"]
    cognito = system.account.client("cognito-idp")
    described = cognito.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert described["Domain"]
    server = cognito.describe_resource_server(
        UserPoolId=pool, Identifier="https://gateway.internal"
    )["ResourceServer"]
    assert {scope["ScopeName"] for scope in server["Scopes"]} == {"invoke", "admin"}


@shows("vpc")
@shows("pub")
@shows("priv")
def test_the_network_has_two_subnets_of_each_kind_in_two_zones(system: System) -> None:
    answer = system.account.client("ec2").describe_vpcs(VpcIds=[system.network.vpc])
    assert answer["Vpcs"][0]["CidrBlock"] == "10.0.0.0/16"
    for place, blocks in (
        (system.edge, {"10.0.1.0/24", "10.0.2.0/24"}),
        (system.tasks, {"10.0.10.0/24", "10.0.20.0/24"}),
    ):
        subnets = [system.network.subnets[subnet] for subnet in place.subnets]
        assert {subnet["CidrBlock"] for subnet in subnets} == blocks
        assert len({subnet["AvailabilityZone"] for subnet in subnets}) == 2


@shows("ecs")
@shows("priv")
def test_the_cluster_runs_the_service_on_fargate_in_the_private_subnets(system: System) -> None:
    settings = {entry["name"]: entry["value"] for entry in system.cluster["settings"]}
    assert settings["containerInsights"] == "enhanced"
    assert system.service["launchType"] == "FARGATE"
    assert system.task["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    for subnet in system.tasks.subnets:
        assert system.network.way_out(subnet).startswith("nat-")


@shows("GW")
def test_the_gateway_listens_on_8787_and_can_change_nothing_of_its_image(system: System) -> None:
    gateway = system.container("gateway")
    assert [mapping["containerPort"] for mapping in gateway["portMappings"]] == [8787]
    assert gateway["essential"] is True
    assert gateway["readonlyRootFilesystem"] is True
    assert int(gateway["user"].partition(":")[0]) > 0
    assert gateway["linuxParameters"]["capabilities"]["drop"] == ["ALL"]
    assert system.gateway_yaml["edge"]["port"] == 8787


@shows("OT")
def test_the_collector_is_a_sidecar_that_the_task_can_lose(system: System) -> None:
    collector = system.container("collector")
    assert collector["essential"] is False
    assert collector["readonlyRootFilesystem"] is True
    limit = system.collector_yaml["processors"]["memory_limiter"]
    assert int(limit["limit_mib"]) == pytest.approx(collector["memory"] * 0.8, abs=1)
    assert int(limit["spike_limit_mib"]) < int(limit["limit_mib"])
    for pipeline in system.collector_yaml["service"]["pipelines"].values():
        assert pipeline["processors"][0] == "memory_limiter"


@shows("NAT")
def test_nat_gateways_stand_in_public_subnets_with_public_addresses(system: System) -> None:
    assert system.network.nats
    for nat in system.network.nats.values():
        assert nat["SubnetId"] in system.edge.subnets
        assert nat["NatGatewayAddresses"][0]["AllocationId"]
    # One for each zone: that switch is on.
    assert len({nat["SubnetId"] for nat in system.network.nats.values()}) == 2


@shows("VPCE")
@pytest.mark.parametrize(
    "service",
    [
        "ecr.api",
        "ecr.dkr",
        "logs",
        "secretsmanager",
        "bedrock-runtime",
        "sts",
        "xray",
        "monitoring",
    ],
)
def test_a_service_of_aws_has_an_endpoint_in_the_private_subnets(
    system: System, service: str
) -> None:
    endpoint = system.endpoint(service)
    assert endpoint["VpcEndpointType"] == "Interface"
    assert endpoint["PrivateDnsEnabled"] is True
    assert set(endpoint["SubnetIds"]) == system.tasks.subnets


@shows("VPCE")
def test_s3_has_a_gateway_endpoint_on_the_private_routes(system: System) -> None:
    endpoint = system.endpoint("s3")
    assert endpoint["VpcEndpointType"] == "Gateway"
    tables = {
        association["SubnetId"]: table["RouteTableId"]
        for table in system.network.tables
        for association in table["Associations"]
        if "SubnetId" in association
    }
    assert {tables[subnet] for subnet in system.tasks.subnets} <= set(endpoint["RouteTableIds"])


@shows("obs")
@shows("CW")
def test_logs_are_encrypted_and_kept_for_a_year(system: System) -> None:
    groups = system.account.pages("logs", "describe_log_groups", "logGroups")
    found = {group["logGroupName"]: group for group in groups}
    assert {
        f"/ecs/{system.name}/gateway",
        f"/ecs/{system.name}/collector",
        f"/aws/otel/{system.name}/logs",
        f"/aws/otel/{system.name}/metrics",
    } <= set(found)
    for name, group in found.items():
        assert group["retentionInDays"] == 365, name
        assert group["kmsKeyId"], name


@shows("CW")
def test_the_key_of_the_logs_lets_cloudwatch_use_it_for_log_groups_alone(system: System) -> None:
    groups = system.account.pages("logs", "describe_log_groups", "logGroups")
    (key,) = {group["kmsKeyId"] for group in groups}
    kms = system.account.client("kms")
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    region = kms.meta.region_name
    (statement,) = [
        statement
        for statement in policy["Statement"]
        if statement["Principal"].get("Service") == f"logs.{region}.amazonaws.com"
    ]
    assert "kms:EncryptionContext:aws:logs:arn" in json.dumps(statement["Condition"])
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


@shows("XR")
def test_traces_go_to_x_ray(system: System) -> None:
    assert system.collector_yaml["service"]["pipelines"]["traces"]["exporters"] == ["awsxray"]
    assert "awsxray" in system.collector_yaml["exporters"]


@shows("EMF")
def test_metrics_are_log_events_in_a_namespace_of_their_own(system: System) -> None:
    exporter = system.collector_yaml["exporters"]["awsemf"]
    assert exporter["namespace"] == "AIGateway"
    assert exporter["log_group_name"] == f"/aws/otel/{system.name}/metrics"
    named = {
        dimension
        for declaration in exporter["metric_declarations"]
        for dimensions in declaration["dimensions"]
        for dimension in dimensions
    }
    assert not named & {"client", "team", "user"}


@shows("DASH")
def test_the_dashboard_shows_calls_errors_latency_cost_and_streams(system: System) -> None:
    widgets = [widget["properties"] for widget in json.loads(system.dashboard)["widgets"]]
    assert {widget["title"] for widget in widgets} >= {
        "Requests per hour by provider",
        "Error rate by provider",
        "Latency percentiles by provider",
        "Top endpoints",
        "Streams in flight",
        "Cost in US dollars",
        "Tokens",
    }
    for widget in widgets:
        if "query" in widget:
            assert widget["query"].startswith(f"SOURCE '/ecs/{system.name}/gateway'")


@shows("CW")
def test_every_query_of_the_projects_one_file_is_saved(system: System) -> None:
    logs = system.account.client("logs")
    saved = logs.describe_query_definitions(maxResults=1000)["queryDefinitions"]
    listed = json.loads((SOURCE / "queries.json").read_text())
    assert len(saved) == len(listed) > 0
    for query in saved:
        assert query["logGroupNames"] == [f"/ecs/{system.name}/gateway"], query["name"]


@shows("store")
@shows("ECR")
def test_images_are_encrypted_scanned_and_never_overwritten(system: System) -> None:
    ecr = system.account.client("ecr")
    images = [container["image"] for container in system.task["containerDefinitions"]]
    repositories = {
        repository["repositoryUri"]: repository
        for repository in ecr.describe_repositories()["repositories"]
    }
    for image in images:
        repository = repositories[image.rpartition(":")[0]]
        assert repository["imageTagMutability"] == "IMMUTABLE"
        assert repository["imageScanningConfiguration"]["scanOnPush"] is True
        assert repository["encryptionConfiguration"]["encryptionType"] == "KMS"
        policy = ecr.get_lifecycle_policy(repositoryName=repository["repositoryName"])
        rules = json.loads(policy["lifecyclePolicyText"])["rules"]
        kept = [rule["selection"] for rule in rules if rule["selection"]["tagStatus"] != "untagged"]
        assert [(one["countType"], one["countNumber"]) for one in kept] == [
            ("imageCountMoreThan", 10)
        ]


@shows("SM")
def test_four_secrets_with_a_key_of_their_own_have_no_value(system: System) -> None:
    client = system.account.client("secretsmanager")
    secrets = {secret["Name"]: secret for secret in client.list_secrets()["SecretList"]}
    assert set(secrets) == {
        f"ai-gateway/{provider}-api-key" for provider in ("openai", "anthropic", "google", "azure")
    }
    assert len({secret["KmsKeyId"] for secret in secrets.values()}) == 1
    for name in secrets:
        assert not client.list_secret_version_ids(SecretId=name)["Versions"]


PROVIDERS = {
    "P1": ("bedrock", None),
    "P2": ("openai", "${secret:ai-gateway/openai-api-key}"),
    "P3": ("anthropic", "${secret:ai-gateway/anthropic-api-key}"),
    "P4": ("azure-openai", "${secret:ai-gateway/azure-api-key}"),
    "P5": ("google", "${secret:ai-gateway/google-api-key}"),
}


@shows("providers")
@shows("P1")
@shows("P2")
@shows("P3")
@shows("P4")
@shows("P5")
@pytest.mark.parametrize("box", PROVIDERS)
def test_a_provider_is_configured_and_its_key_named_only(system: System, box: str) -> None:
    name, key = PROVIDERS[box]
    assert system.gateway_yaml["providers"][name].get("api_key") == key
