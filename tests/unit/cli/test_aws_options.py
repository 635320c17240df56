"""The end of a command's help."""

from ai_gateway.cli.aws_options import ending


def test_the_end_has_examples_and_exit_codes():
    text = ending("ai-gateway aws status -e dev", "ai-gateway aws doctor -e dev")
    assert "  ai-gateway aws status -e dev\n  ai-gateway aws doctor -e dev\n" in text
    assert "Exit codes:" in text
