"""The commands of `ai-gateway aws` against an account."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.aws.deploy import Backend
from ai_gateway.aws.service import Rollout
from ai_gateway.aws.session import AwsFailed
from ai_gateway.aws.terraform import Plan
from ai_gateway.cli import aws as module
from ai_gateway.cli.main import cli
from tests.aws_account import AwsAccount
from tests.unit.aws import deployment

COMMANDS = (
    *(("bootstrap",), ("deploy",), ("destroy",), ("status",), ("doctor",)),
    *(("secrets", "set"), ("secrets", "status"), ("image", "push")),
)
PLAN = Plan(Path("plan"), 2, 1, 0)


@pytest.fixture(autouse=True)
def account(aws_account: AwsAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsAccount:
    # Away from the project's own environments.
    monkeypatch.chdir(tmp_path)
    return aws_account


def run(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["aws", *arguments], input=said)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_examples_and_json(command: tuple[str, ...]):
    result = run(*command, "--help")
    assert result.exit_code == 0
    for word in ("Examples:", "Exit codes:", "--json"):
        assert word in result.stdout
    changes = command[-1] not in ("status", "doctor")
    assert ("--dry-run" in result.stdout) is changes


def test_without_a_region_every_command_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_REGION")
    result = run("status", "-e", "dev")
    assert (result.exit_code, "Give --region" in result.stderr) == (1, True)


def test_bootstrap_says_each_step():
    first = run("bootstrap", "-e", "dev", "--dry-run")
    assert first.stdout.splitlines()[0] == "planned  bucket ai-gateway-tfstate-dev"
    second = run(
        "--state-bucket", "mine", "--lock-table", "locks", "bootstrap", "-e", "dev", "--json"
    )
    steps = json.loads(second.stdout)
    assert (steps[0], steps[-1]["what"]) == (
        {"what": "bucket mine", "state": "done"},
        "lock table locks",
    )


def test_status_is_for_people_and_for_programs(account: AwsAccount):
    _, group = deployment.balancer(account)
    deployment.service(account, group)
    lines = run("status", "-e", "dev").stdout.splitlines()
    assert lines[0] == "service        ai-gateway-dev/gateway in eu-west-1"
    assert f"image gateway  {deployment.IMAGE}" in lines
    assert "alarms         none is firing" in lines
    found = json.loads(run("status", "-e", "dev", "--json").stdout)
    assert found["configuration"] == deployment.CONFIGURATION


def test_the_doctor_ends_with_1_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fetch(url: str) -> bytes:
        return b'{"keys": []}'

    monkeypatch.setattr(module, "_fetch", fetch)
    environments = tmp_path / "environments"
    environments.mkdir()
    (environments / "dev.tfvars").write_text('certificate_arn = "arn:aws:acm:us-east-1:1:c/x"\n')
    result = run("--folder", str(tmp_path), "doctor", "-e", "dev")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "ok       account: 123456789012 in eu-west-1"
    assert any(line.startswith("WRONG    certificate: arn:aws:acm:us-east-1") for line in lines)
    assert "         → request or import one in eu-west-1" in lines
    found = json.loads(run("doctor", "-e", "dev", "--json").stdout)
    assert {"check": "account", "verdict": "ok"}.items() <= found[0].items()


def test_only_https_is_fetched(monkeypatch: pytest.MonkeyPatch):
    def opened(url: str, timeout: float) -> io.BytesIO:
        return io.BytesIO(f"{url} {timeout}".encode())

    monkeypatch.setattr(module.urllib.request, "urlopen", opened)
    assert module._fetch("https://x/jwks") == b"https://x/jwks 10"
    with pytest.raises(OSError, match="is not https"):
        module._fetch("file:///etc/passwd")


class NotedDeployer:
    """Stands in for the deployer, and asks as it does."""

    made: list["NotedDeployer"]

    def __init__(self, session: Any, deployment: Any, terraform: Any, confirm: Any) -> None:
        self._confirm = confirm
        self.terraform = terraform
        self.backend: Backend | None = None
        NotedDeployer.made.append(self)

    def deploy(self, backend: Backend, *, dry_run: bool) -> Plan:
        self.backend = backend
        if not dry_run and not self._confirm(PLAN):
            raise AwsFailed("Nothing was changed.")
        return PLAN

    destroy = deploy

    def stabilise(self, pause: Any) -> Iterator[Rollout]:
        yield Rollout("IN_PROGRESS", 2, 1, 1, 0)
        pause()
        yield Rollout("COMPLETED", 2, 2, 0, 0)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    paused: list[float] = []
    monkeypatch.setattr(NotedDeployer, "made", [], raising=False)
    monkeypatch.setattr(module, "Deployer", NotedDeployer)
    monkeypatch.setattr(module, "Terraform", lambda *made: made)  # pyright: ignore[reportUnknownLambdaType]  # stands in
    monkeypatch.setattr(module.time, "sleep", paused.append)
    return paused


def test_deploy_asks_applies_and_waits(noted: list[float]):
    result = run("deploy", "-e", "dev", "--var", "cpu=512", said="y\n")
    assert result.exit_code == 0
    assert result.stdout.endswith("Done: 2 to add, 1 to change, 0 to remove. 2 tasks serve.\n")
    assert "1 of 2 tasks run" in result.stderr
    assert noted == [5.0]
    (made,) = NotedDeployer.made
    assert made.backend == Backend("ai-gateway-tfstate-dev")
    _, inputs, environment, _ = made.terraform
    assert (inputs.folder, inputs.variables) == (Path("infrastructure"), ("cpu=512",))
    assert (environment["AWS_REGION"], environment["TF_VAR_region"]) == ("eu-west-1",) * 2
    assert environment["TF_VAR_project"] == "ai-gateway"


@pytest.mark.usefixtures("noted")
def test_who_says_no_is_left_alone():
    result = run("deploy", "-e", "dev", said="n\n")
    assert (result.exit_code, "Nothing was changed" in result.stderr) == (1, True)


@pytest.mark.usefixtures("noted")
def test_a_dry_run_and_json_say_what_would_be():
    assert "It would be: 2 to add" in run("deploy", "-e", "dev", "--dry-run").stdout
    found = json.loads(run("deploy", "-e", "dev", "--yes", "--json").stdout)
    assert found["plan"] == {"add": 2, "change": 1, "remove": 0}
    assert (found["applied"], found["rollout"]["state"]) == (True, "COMPLETED")


@pytest.mark.usefixtures("noted")
def test_destroy_waits_for_nothing():
    result = run("destroy", "-e", "dev", "--yes")
    assert result.stdout == "Done: 2 to add, 1 to change, 0 to remove.\n"
