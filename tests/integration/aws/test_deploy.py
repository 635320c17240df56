"""`ai-gateway aws` from an empty account to nothing, with the real Terraform and its state in S3.

What is deployed is small and needs no provider; the whole stack has its own tests.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from tests.aws_account import AwsAccount
from tests.unit.aws.test_images import put

MAIN = """
terraform {
  backend "s3" {
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
  }
}
variable "environment" { type = string }
variable "region" { type = string }
variable "project" { type = string }
variable "tag" { default = "1" }
module "compute" {
  source = "./compute"
}
resource "terraform_data" "service" { input = "${var.project} ${var.environment} ${var.region}" }
output "image_tags" { value = { gateway = var.tag } }
"""
BUCKET = "ai-gateway-tfstate-dev"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if which("terraform") is None:
        pytest.skip("terraform is not on the path")
    (tmp_path / "main.tf").write_text(MAIN)
    (tmp_path / "compute").mkdir()
    (tmp_path / "compute" / "main.tf").write_text('resource "terraform_data" "repository" {}\n')
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.tfvars").write_text('environment = "dev"\n')
    return tmp_path


def run(account: AwsAccount, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, as an operator does."""
    program = "from ai_gateway.cli.main import main; main()"
    said = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1"}
    return subprocess.run(
        [sys.executable, "-c", program, "aws", "--folder", str(folder), *arguments, "-e", "dev"],
        env={**account.environment, **said},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def bootstrapped(account: AwsAccount, folder: Path) -> None:
    made = run(account, folder, "bootstrap")
    assert made.returncode == 0, made.stderr
    # The simulated account reads the policy's denial and not its condition, so it shuts out all.
    account.client("s3").delete_bucket_policy(Bucket=BUCKET)


def service(account: AwsAccount) -> None:
    ecs = account.client("ecs")
    ecs.create_cluster(clusterName="ai-gateway-dev")
    ecs.register_task_definition(
        family="ai-gateway-dev",
        containerDefinitions=[{"name": "gateway", "image": "i:1", "memory": 256}],
    )
    ecs.create_service(
        cluster="ai-gateway-dev",
        serviceName="gateway",
        taskDefinition="ai-gateway-dev",
        desiredCount=0,
    )


def test_from_an_empty_account_to_nothing(aws_account: AwsAccount, folder: Path):
    early = run(aws_account, folder, "deploy", "--yes")
    assert (early.returncode, "ai-gateway aws bootstrap -e dev" in early.stderr) == (1, True)
    bootstrapped(aws_account, folder)

    # Its repositories are somebody else's here, and the service is there already.
    ecr = aws_account.client("ecr")
    ecr.create_repository(repositoryName="ai-gateway-dev/gateway")
    service(aws_account)
    lacking = run(aws_account, folder, "deploy", "--yes")
    assert (lacking.returncode, lacking.stdout) == (1, "")
    assert "ai-gateway aws image push -e dev gateway:1" in lacking.stderr
    put(ecr, "1")

    planned = run(aws_account, folder, "deploy", "--dry-run", "--json")
    assert json.loads(planned.stdout)["plan"] == {"add": 2, "change": 0, "remove": 0}
    deployed = run(aws_account, folder, "deploy", "--yes")
    assert deployed.returncode == 0, deployed.stderr
    assert "Done: 2 to add" in deployed.stdout
    assert "terraform_data.service: Creation complete" in deployed.stderr

    s3 = aws_account.client("s3")
    state = json.loads(
        s3.get_object(Bucket=BUCKET, Key="ai-gateway/terraform.tfstate")["Body"].read()
    )
    inputs = [
        one["instances"][0]["attributes"].get("input")
        for one in state["resources"]
        if one["name"] == "service"
    ]
    assert inputs == [{"value": "ai-gateway dev eu-west-1", "type": "string"}]

    destroyed = run(aws_account, folder, "destroy", "--yes", "--json")
    assert json.loads(destroyed.stdout)["plan"]["remove"] == 2
    state = json.loads(
        s3.get_object(Bucket=BUCKET, Key="ai-gateway/terraform.tfstate")["Body"].read()
    )
    assert state["resources"] == []


def test_the_first_deployment_makes_the_repositories_alone(aws_account: AwsAccount, folder: Path):
    (folder / "compute" / "main.tf").write_text("")
    bootstrapped(aws_account, folder)
    # There is nothing of that name in this small tree, so that alone is nothing.
    first = run(aws_account, folder, "deploy", "--dry-run", "--json")
    assert json.loads(first.stdout)["plan"]["add"] == 0
