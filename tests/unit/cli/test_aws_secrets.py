"""`ai-gateway aws secrets`."""

import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.cli import aws_secrets as module
from ai_gateway.cli.main import cli
from tests.aws_account import AwsAccount

NAME = "ai-gateway/openai-api-key"


class Terminal(io.StringIO):
    """Standard input of somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def secret(aws_account: AwsAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Away from the project's own environments, which name their secrets otherwise.
    monkeypatch.chdir(tmp_path)
    aws_account.client("secretsmanager").create_secret(Name=NAME)


def run(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["aws", "secrets", *arguments], input=said)


def value(account: AwsAccount) -> str:
    return account.client("secretsmanager").get_secret_value(SecretId=NAME)["SecretString"]


def test_a_key_comes_from_standard_input(aws_account: AwsAccount):
    result = run("set", "openai", "-e", "dev", said="sk-1\n")
    assert (result.exit_code, result.stdout) == (0, f"{NAME} is set; gateways read it soon.\n")
    assert value(aws_account) == "sk-1"


def test_at_a_terminal_it_is_asked_for(aws_account: AwsAccount, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, bool]] = []

    def prompt(text: str, *, hide_input: bool, err: bool) -> str:
        asked.append((text, hide_input and err))
        return "sk-2"

    monkeypatch.setattr(module.typer, "prompt", prompt)
    monkeypatch.setattr(module.sys, "stdin", Terminal())
    with pytest.raises(SystemExit):
        cli(["aws", "secrets", "set", "openai", "-e", "dev"])
    assert asked == [("Key of openai", True)]
    assert value(aws_account) == "sk-2"


def test_it_is_never_taken_from_an_argument():
    assert run("set", "openai", "sk-1", "-e", "dev").exit_code == 2


def test_a_dry_run_sets_nothing():
    result = run("set", "openai", "-e", "dev", "--dry-run", "--json", said="sk-1")
    assert json.loads(result.stdout) == {"secret": NAME, "state": "planned"}
    assert "would be set" in run("set", "openai", "-e", "dev", "--dry-run", said="sk-1").stdout
    (first, *_) = json.loads(run("status", "-e", "dev", "--json").stdout)
    assert first["state"] == "unset"


def test_what_is_no_key_or_no_provider_is_refused():
    assert "Nothing came in" in run("set", "openai", "-e", "dev", said="").stderr
    result = run("set", "mistral", "-e", "dev", said="sk-1")
    assert (result.exit_code, "has no secret" in result.stderr) == (1, True)


def test_the_status_shows_no_value():
    run("set", "openai", "-e", "dev", said="sk-1")
    result = run("status", "-e", "dev")
    first, second, *_ = result.stdout.splitlines()
    assert first.startswith("openai     set since 20")
    assert second == "anthropic  missing  ai-gateway/anthropic-api-key"
    assert "sk-1" not in result.output
