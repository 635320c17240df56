"""`ai-gateway aws image push`."""

import json

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.cli import aws_images as module
from ai_gateway.cli.main import cli
from tests.aws_account import AwsAccount
from tests.unit.aws.test_images import ADDRESS, BOTH, REPOSITORY, Copies


@pytest.fixture
def copies(aws_account: AwsAccount, monkeypatch: pytest.MonkeyPatch) -> Copies:
    aws_account.client("ecr").create_repository(repositoryName=REPOSITORY)
    copies = Copies(aws_account, *BOTH)
    monkeypatch.setattr(module, "find_copier", lambda environment: copies)  # pyright: ignore[reportUnknownLambdaType]  # stands in
    return copies


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["aws", "image", "push", *arguments])


def test_an_image_is_pushed_and_named(copies: Copies):
    result = run("gateway:1", "-e", "dev", "--from", "up/stream:1")
    assert (result.exit_code, result.stdout) == (0, f"done     {ADDRESS}\n")
    assert "copies: up/stream:1" in result.stderr
    assert len(copies.copied) == 1


def test_a_dry_run_answers_in_json(copies: Copies):
    result = run("gateway:1", "-e", "dev", "--from", "s:1", "--dry-run", "--json")
    assert json.loads(result.stdout) == {
        "source": "s:1",
        "destination": ADDRESS,
        "state": "planned",
    }
    assert (result.stderr, copies.copied) == ("", [])


@pytest.mark.usefixtures("copies")
def test_an_image_without_a_place_is_refused():
    result = run("gateway:1", "-e", "dev")
    assert (result.exit_code, "Name it with --from" in result.stderr) == (1, True)


@pytest.mark.parametrize("image", ["gateway", "gateway:", ":1"])
def test_an_image_has_a_tag(image: str):
    result = run(image, "-e", "dev")
    assert (result.exit_code, "expected NAME:TAG" in result.stderr) == (2, True)
