"""Terraform as a program: the real one, on resources that need no provider."""

import os
from pathlib import Path
from shutil import which

import pytest

from ai_gateway.aws.session import AwsFailed, Deployment
from ai_gateway.aws.terraform import Event, Inputs, Plan, Terraform

DEV = Deployment("ai-gateway", "dev")
MAIN = """
variable "word" { type = string }
resource "terraform_data" "one" { input = var.word }
resource "terraform_data" "two" { input = var.word }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if which("terraform") is None:
        pytest.skip("terraform is not on the path")
    (tmp_path / "main.tf").write_text(MAIN)
    environments = tmp_path / "environments"
    environments.mkdir()
    (environments / "dev.tfvars").write_text('word = "a"\n')
    return tmp_path


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def terraform(folder: Path, events: list[Event]) -> Terraform:
    made = made_in(folder, events)
    # State in a file: the bucket is for the integration test.
    made._run(["init"])
    return made


def made_in(folder: Path, events: list[Event], *variables: str) -> Terraform:
    environment = {"PATH": os.environ["PATH"], "CHECKPOINT_DISABLE": "1"}
    return Terraform(DEV, Inputs(folder, variables), environment, events.append)


def test_a_plan_counts_and_applies_and_is_empty_afterwards(
    terraform: Terraform, events: list[Event]
):
    plan = terraform.plan()
    assert (plan.add, plan.change, plan.remove, plan.total) == (2, 0, 0, 2)
    assert (str(plan), plan.empty) == ("2 to add, 0 to change, 0 to remove", False)
    events.clear()
    terraform.apply(plan)
    done = [event.address for event in events if event.kind == "apply_complete"]
    assert sorted(filter(None, done)) == ["terraform_data.one", "terraform_data.two"]
    assert terraform.plan().empty
    assert terraform.plan(destroy=True).remove == 2


def test_variables_of_the_command_line_are_laid_over_the_files(
    terraform: Terraform, folder: Path, events: list[Event]
):
    terraform.apply(terraform.plan())
    assert made_in(folder, events, "word=b").plan().change == 2


def test_a_target_is_planned_alone(terraform: Terraform):
    assert terraform.plan(targets=["terraform_data.one"]).add == 1


def test_what_terraform_refuses_is_said_in_its_own_words(folder: Path, terraform: Terraform):
    (folder / "main.tf").write_text(MAIN + 'output "x" { value = nothing.here }\n')
    with pytest.raises(
        AwsFailed, match=r"terraform plan failed: Reference to undeclared resource\."
    ):
        terraform.plan()
    with pytest.raises(AwsFailed, match="terraform apply failed: "):
        terraform.apply(Plan(folder / "none", 1, 0, 0))
    with pytest.raises(AwsFailed, match="terraform show failed: "):
        terraform.planned_tags(Plan(folder / "none", 1, 0, 0))


def test_each_environment_keeps_what_it_downloads_apart(folder: Path, terraform: Terraform):
    terraform.plan()
    assert (folder / ".terraform" / "dev" / "plan").exists()


def test_without_terraform_or_its_variables_it_says_so(tmp_path: Path, events: list[Event]):
    with pytest.raises(AwsFailed, match="Terraform is not on the path"):
        Terraform(DEV, Inputs(tmp_path), {"PATH": str(tmp_path)}, events.append)
    program = tmp_path / "terraform"
    program.touch(mode=0o755)
    with pytest.raises(AwsFailed, match=r"Copy environments/dev.tfvars to it"):
        Terraform(DEV, Inputs(tmp_path), {"PATH": str(tmp_path)}, events.append)


def scripted(folder: Path, script: str, events: list[Event]) -> Terraform:
    """Return Terraform as a shell script says it."""
    (folder / "environments").mkdir()
    (folder / "environments" / "dev.tfvars").touch()
    program = folder / "terraform"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    environment = {"PATH": f"{folder}{os.pathsep}{os.defpath}"}
    return Terraform(DEV, Inputs(folder), environment, events.append)


def test_the_state_is_in_the_bucket_of_the_environment(tmp_path: Path, events: list[Event]):
    terraform = scripted(tmp_path, f'echo "$@" >> {tmp_path}/asked; echo "no JSON"', events)
    terraform.init("bucket", "eu-west-1", None)
    terraform.init("bucket", "eu-west-1", "locks")
    first, second = (tmp_path / "asked").read_text().splitlines()
    assert first == (
        "init -json -input=false -reconfigure -backend-config=bucket=bucket "
        "-backend-config=key=ai-gateway/terraform.tfstate -backend-config=region=eu-west-1 "
        "-backend-config=use_lockfile=true"
    )
    assert second == f"{first} -backend-config=dynamodb_table=locks"
    assert events == [Event("text", "no JSON")] * 2


def test_a_failure_without_a_diagnosis_shows_the_last_lines(tmp_path: Path, events: list[Event]):
    terraform = scripted(tmp_path, 'echo "[1]"; echo "out of memory"; exit 3', events)
    with pytest.raises(AwsFailed, match=r"terraform apply failed: \[1\]\nout of memory"):
        terraform.apply(Plan(tmp_path, 1, 0, 0))


def test_the_tags_of_the_planned_tasks_are_known_before(terraform: Terraform, folder: Path):
    with pytest.raises(AwsFailed, match="have no output image_tags"):
        terraform.planned_tags(terraform.plan())
    # Beside what nobody knows before it is applied.
    output = 'output "image_tags" { value = { gateway = var.word } }\n'
    unknown = 'output "id" { value = terraform_data.one.id }\n'
    (folder / "main.tf").write_text(MAIN + output + unknown)
    assert terraform.planned_tags(terraform.plan()) == {"gateway": "a"}
