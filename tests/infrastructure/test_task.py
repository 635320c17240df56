"""The task definition and the gateway's own settings agree; its health check is a real command."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ai_gateway.config.environment import CONFIG_VARIABLE
from ai_gateway.config.settings import Settings
from tests.infrastructure.cloud.account import REGION
from tests.infrastructure.system import System

_BIN = Path(sys.executable).parent
_SECRET = re.compile(r"\$\{secret:([^}]+)\}")
_VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)")
_CALLERS = re.compile(r"callers\s+(http://\S+)")

BUCKET = "gateway-under-test"


def test_the_environment_names_what_the_gateway_reads(system: System) -> None:
    environment = system.environment("gateway")
    referred = set(_VARIABLE.findall(json.dumps(system.gateway_yaml)))
    # AWS_REGION is the SDK's; the gateway's source says that it reads both.
    assert set(environment) == {CONFIG_VARIABLE, "AWS_REGION"} | referred
    assert environment["AWS_REGION"] == REGION


def test_no_container_is_given_a_secret_by_ecs(system: System) -> None:
    for container in system.task["containerDefinitions"]:
        assert not container.get("secrets"), container["name"]


def test_the_configuration_names_the_secrets_that_there_are(system: System) -> None:
    named = set(_SECRET.findall(json.dumps(system.gateway_yaml)))
    listed = system.account.client("secretsmanager").list_secrets()["SecretList"]
    assert named == {secret["Name"] for secret in listed}


def test_every_section_of_the_configuration_is_one_of_the_gateways(system: System) -> None:
    assert set(system.gateway_yaml) <= set(Settings.model_fields)


def test_ports_agree_from_the_settings_to_the_target_group(system: System) -> None:
    edge = system.gateway_yaml["edge"]
    port = edge["port"]
    (mapping,) = system.container("gateway")["portMappings"]
    assert mapping["containerPort"] == port == system.target_group["Port"]
    assert edge["host"] == "0.0.0.0"
    assert system.gateway_yaml["admin"]["host"] == "127.0.0.1"


def test_timeouts_fit_each_other(system: System) -> None:
    edge = system.gateway_yaml["edge"]
    client = system.account.client("elbv2")
    balancer = client.describe_load_balancer_attributes(
        LoadBalancerArn=system.load_balancer["LoadBalancerArn"]
    )["Attributes"]
    group = client.describe_target_group_attributes(
        TargetGroupArn=system.target_group["TargetGroupArn"]
    )["Attributes"]
    found = {entry["Key"]: entry["Value"] for entry in balancer + group}
    idle = int(found["idle_timeout.timeout_seconds"])
    assert edge["keep_alive_timeout"] > idle
    stop = system.container("gateway")["stopTimeout"]
    assert edge["drain_grace"] + edge["drain_timeout"] < stop <= 120
    assert int(found["deregistration_delay.timeout_seconds"]) >= idle
    # It goes on listening until the load balancer has seen that it drains.
    check = system.target_group
    seen = check["HealthCheckIntervalSeconds"] * check["UnhealthyThresholdCount"]
    assert edge["drain_grace"] >= seen


@contextmanager
def _serving(environment: dict[str, str]) -> Generator[str]:
    """Run the gateway as the container does, and yield its callers' address."""
    process = subprocess.Popen(
        [_BIN / "ai-gateway", "serve"],
        env={"PATH": os.environ["PATH"], **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            found = _CALLERS.search(line)
            if found:
                yield found[1]
                return
        raise AssertionError("".join(said))
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture
def deployed_environment(system: System) -> Iterator[dict[str, str]]:
    """The task's environment, its configuration with free ports of the loopback."""
    s3 = system.account.client("s3")
    free = {
        **system.gateway_yaml,
        "edge": {**system.gateway_yaml["edge"], "host": "127.0.0.1", "port": 0},
        "admin": {**system.gateway_yaml["admin"], "port": 0},
    }
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name}
    )
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    put = s3.put_object(Bucket=BUCKET, Key="gateway.yaml", Body=json.dumps(free).encode())
    version = put["VersionId"]
    yield {
        **system.environment("gateway"),
        CONFIG_VARIABLE: f"s3://{BUCKET}/gateway.yaml?versionId={version}",
        **system.account.environment,
    }
    s3.delete_object(Bucket=BUCKET, Key="gateway.yaml", VersionId=version)
    s3.delete_bucket(Bucket=BUCKET)


def _health(system: System, *more: str) -> int:
    kind, program, *arguments = system.container("gateway")["healthCheck"]["command"]
    assert kind == "CMD", "there is no shell in the image"
    command = [_BIN / program, *arguments, *more]
    return subprocess.run(command, check=False, capture_output=True, timeout=30).returncode


def test_the_health_check_runs_against_the_program_with_the_deployed_configuration(
    system: System, deployed_environment: dict[str, str]
) -> None:
    with _serving(deployed_environment) as url:
        assert _health(system, url) == 0
    assert _health(system, url) == 1


def test_the_health_check_ends_before_ecs_gives_it_up(system: System) -> None:
    check = system.container("gateway")["healthCheck"]
    # Three seconds are its own; a second starts it.
    assert check["timeout"] >= 4
    assert check["interval"] > check["timeout"]
