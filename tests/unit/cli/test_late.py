"""Late commands are commands like any other, and `serve` does not import them."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ai_gateway.cli.main import cli


@pytest.mark.parametrize("name", ["aws", "clients", "token"])
def test_each_has_its_help_and_stands_in_the_list(name: str):
    assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
    assert f"\n  {name} " in CliRunner().invoke(cli, ["--help"]).output


def test_what_is_no_command_is_a_mistake():
    assert CliRunner().invoke(cli, ["nothing"]).exit_code == 2


def test_serving_imports_no_library_that_it_may_not_need():
    program = (
        "import sys; import ai_gateway.cli.main; "
        "print([m for m in ('boto3', 'botocore', 'redis', 'google.auth') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout == b"[]\n"
