"""What the command line writes."""

import pytest

from ai_gateway.cli.terminal import ExitCode, notices, output, print_mistakes, print_reload
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.reload import Kept, Reloaded


def test_exit_codes_are_those_that_the_help_states():
    assert [code.value for code in ExitCode] == [0, 1, 2, 130]


def test_notices_go_to_standard_error_and_long_lines_stay_whole(
    capsys: pytest.CaptureFixture[str],
):
    notices().print("n" * 500)
    output().print("o" * 500)
    assert capsys.readouterr() == ("o" * 500 + "\n", "n" * 500 + "\n")


def test_mistakes_are_written_one_a_line_and_counted(capsys: pytest.CaptureFixture[str]):
    first = Mistake("routing.custom_hosts.hosts[0]", "found '[red]x'", "correct it")
    print_mistakes(ConfigurationInvalid((first, Mistake("b", "x", "y"))))
    assert capsys.readouterr().err.splitlines() == [
        "routing.custom_hosts.hosts[0]: found '[red]x'; correct it",
        "b: x; y",
        "2 mistakes in the configuration.",
    ]


def test_one_mistake_is_not_counted_as_many(capsys: pytest.CaptureFixture[str]):
    print_mistakes(ConfigurationInvalid((Mistake("b", "x", "y"),)))
    assert "1 mistake in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        (Reloaded(()), ["The configuration was read again and is in use."]),
        (
            Reloaded(("edge.port", "admin.host")),
            [
                "The configuration was read again and is in use.",
                "Waiting for a restart: edge.port, admin.host.",
            ],
        ),
        (
            Kept(ConfigurationInvalid((Mistake("b", "x", "y"),))),
            [
                "b: x; y",
                "1 mistake in the configuration.",
                "The configuration before stays in use.",
            ],
        ),
    ],
)
def test_what_came_of_a_reload_is_said(
    capsys: pytest.CaptureFixture[str], outcome: Reloaded | Kept, lines: list[str]
):
    print_reload(outcome)
    assert capsys.readouterr().err.splitlines() == lines
