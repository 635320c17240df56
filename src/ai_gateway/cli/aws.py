"""`ai-gateway aws`: prepare an account, deploy to it, look at it, take it away."""

import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ai_gateway.aws.bootstrap import bootstrap
from ai_gateway.aws.deploy import Deployer
from ai_gateway.aws.doctor import Doctor, Finding, Surroundings
from ai_gateway.aws.service import Rollout
from ai_gateway.aws.status import Status, status
from ai_gateway.aws.step import Step
from ai_gateway.aws.terraform import Inputs, Plan, Terraform
from ai_gateway.cli.aws_account import Account, account_of, failing_clearly, print_json
from ai_gateway.cli.aws_images import images
from ai_gateway.cli.aws_options import AsJson, DryRun, Environment, Variables, Yes, ending
from ai_gateway.cli.aws_secrets import secrets
from ai_gateway.cli.progress import DeployProgress
from ai_gateway.cli.terminal import ExitCode, notices, output
from ai_gateway.config.environment import process_environment

_PAUSE = 5.0
"""Seconds between two looks at the service; ECS changes its mind every few."""

_MARKS = {"ok": "ok     ", "note": "note   ", "wrong": "WRONG  ", "unknown": "unknown"}

aws = typer.Typer(
    name="aws",
    help="Deploy to AWS: prepare an account, push images, deploy, look, destroy.\n\n"
    "Credentials are found as AWS's own tools find them: AWS_PROFILE, for example.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
aws.add_typer(secrets)
aws.add_typer(images)


@aws.callback()
def account(
    context: typer.Context,
    project: Annotated[
        str, typer.Option(help="Name that all others begin with, as in the Terraform variables.")
    ] = "ai-gateway",
    region: Annotated[
        str | None, typer.Option(help="AWS region. Without it AWS_REGION or the profile says.")
    ] = None,
    state_bucket: Annotated[
        str | None,
        typer.Option(help="Bucket of Terraform's state. Default: PROJECT-tfstate-ENVIRONMENT."),
    ] = None,
    lock_table: Annotated[
        str | None,
        typer.Option(help="DynamoDB table that locks the state too. S3 locks it by itself."),
    ] = None,
    folder: Annotated[Path, typer.Option(help="Folder of the Terraform files.")] = Path(
        "infrastructure"
    ),
) -> None:
    """Note which account is meant."""
    context.obj = Account(project, region, state_bucket, lock_table, folder, process_environment())


@aws.command(
    "bootstrap",
    epilog=ending(
        "ai-gateway aws bootstrap -e dev --dry-run",
        "ai-gateway aws --lock-table ai-gateway-locks bootstrap -e dev",
    ),
)
def bootstrap_command(
    context: typer.Context,
    environment: Environment,
    *,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Make the bucket of Terraform's state, and with --lock-table its table.

    Versioned, encrypted, without public access, by TLS alone. What is there is left alone.
    """
    told = account_of(context)
    backend = told.backend(environment)
    with failing_clearly():
        steps = bootstrap(told.session(), backend.bucket, backend.table, dry_run=dry_run)
        done: list[Step] = []
        for step in steps:
            done.append(step)
            if not as_json:
                output().print(f"{step.state:<8} {step.what}")
    if as_json:
        print_json(done)


@aws.command(
    "deploy",
    epilog=ending(
        "ai-gateway aws deploy -e dev --dry-run",
        "ai-gateway aws deploy -e prod --var gateway_image_tag=0.2.0 --yes",
    ),
)
def deploy(
    context: typer.Context,
    environment: Environment,
    variables: Variables = None,
    *,
    yes: Yes = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Plan, apply, and wait until the new tasks serve.

    The first time it makes the repositories alone, and says which images they lack.
    """
    told = account_of(context)
    rollout: Rollout | None = None
    with failing_clearly(), DeployProgress(notices()) as progress:
        deployer = _deployer(told, environment, tuple(variables or ()), progress, yes=yes)
        plan = deployer.deploy(told.backend(environment), dry_run=dry_run)
        if not dry_run:
            for rollout in deployer.stabilise(lambda: time.sleep(_PAUSE)):
                progress.rollout(rollout)
    _say_plan(plan, rollout, as_json=as_json, dry_run=dry_run)


@aws.command(
    "destroy",
    epilog=ending("ai-gateway aws destroy -e dev --dry-run", "ai-gateway aws destroy -e dev"),
)
def destroy(
    context: typer.Context,
    environment: Environment,
    variables: Variables = None,
    *,
    yes: Yes = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Take the deployment away, all but the bucket of its state.

    A deployment that is protected from deletion is refused.
    """
    told = account_of(context)
    with failing_clearly(), DeployProgress(notices()) as progress:
        deployer = _deployer(told, environment, tuple(variables or ()), progress, yes=yes)
        plan = deployer.destroy(told.backend(environment), dry_run=dry_run)
    _say_plan(plan, None, as_json=as_json, dry_run=dry_run)


@aws.command(
    "status", epilog=ending("ai-gateway aws status -e dev", "ai-gateway aws status -e dev --json")
)
def status_command(
    context: typer.Context, environment: Environment, *, as_json: AsJson = False
) -> None:
    """Say what runs: tasks, images, configuration, targets, alarms that are firing."""
    told = account_of(context)
    with failing_clearly():
        found = status(told.session(), told.deployment(environment))
    if as_json:
        print_json(found)
        return
    for name, value in _rows(found).items():
        output().print(f"{name:<14} {value}")


@aws.command(
    "doctor", epilog=ending("ai-gateway aws doctor -e dev", "ai-gateway aws doctor -e dev --json")
)
def doctor(context: typer.Context, environment: Environment, *, as_json: AsJson = False) -> None:
    """Look for the usual mistakes, and say how to mend each.

    Secrets without a value, a certificate in another region, models without access, a key that
    does not let CloudWatch Logs write, JWKS that cannot be read, missing images, tasks that stop.
    Ends with 1 where something is wrong.
    """
    told = account_of(context)
    around = Surroundings(
        fetch=_fetch,
        now=lambda: datetime.now(UTC),  # noqa: TID251  a command has no clock but the wall's
        secret_prefix=told.secret_prefix(environment),
        certificate=told.variables(environment).get("certificate_arn"),
    )
    findings: list[Finding] = []
    with failing_clearly():
        for finding in Doctor(told.session(), told.deployment(environment), around).examine():
            findings.append(finding)
            if not as_json:
                _say_finding(finding)
    if as_json:
        print_json(findings)
    if any(finding.verdict == "wrong" for finding in findings):
        raise typer.Exit(ExitCode.FAILED)


def _deployer(
    told: Account,
    environment: str,
    variables: tuple[str, ...],
    progress: DeployProgress,
    *,
    yes: bool,
) -> Deployer:
    def confirm(plan: Plan) -> bool:
        progress.asking()
        if not yes and not typer.confirm(f"{plan}. Go on?", err=True):
            return False
        progress.begin(plan)
        return True

    deployment = told.deployment(environment)
    session = told.session()
    # What was said to this command holds for Terraform, whose files leave it open.
    said = {
        "AWS_REGION": session.region,
        "TF_VAR_region": session.region,
        "TF_VAR_project": told.project,
    }
    terraform = Terraform(
        deployment,
        Inputs(told.folder, variables),
        {**told.environment, **said},
        progress.event,
    )
    return Deployer(session, deployment, terraform, confirm)


def _say_plan(plan: Plan, rollout: Rollout | None, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        counts = {"add": plan.add, "change": plan.change, "remove": plan.remove}
        print_json({"plan": counts, "applied": not dry_run, "rollout": rollout})
    elif dry_run:
        output().print(f"It would be: {plan}. Nothing was changed.")
    elif rollout is None:
        output().print(f"Done: {plan}.")
    else:
        output().print(f"Done: {plan}. {rollout.running} tasks serve.")


def _rows(found: Status) -> dict[str, str]:
    rollout = found.rollout
    return {
        "service": f"{found.service} in {found.region}",
        "address": found.address or "none",
        "deployment": f"{rollout.state} {rollout.reason}".strip(),
        "tasks": f"{rollout.running} of {rollout.desired} run, {rollout.pending} pending",
        "targets": ", ".join(f"{n} {state}" for state, n in found.targets.items()) or "none",
        "task": found.task_definition,
        **{f"image {name}": image for name, image in found.images.items()},
        "configuration": found.configuration or "none",
        "alarms": ", ".join(found.alarms) or "none is firing",
    }


def _say_finding(finding: Finding) -> None:
    console = output()
    console.print(f"{_MARKS[finding.verdict]}  {finding.check}: {finding.found}")
    if finding.next_step:
        console.print(f"         → {finding.next_step}")


def _fetch(url: str) -> bytes:
    if not url.startswith("https://"):
        raise OSError(f"{url} is not https")
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  https, checked above
        body: bytes = answer.read()
    return body
