"""`ai-gateway prices`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ai_gateway.cli import prices as module
from ai_gateway.cli import prices as prices_module
from ai_gateway.cli.fetch import FetchFailed
from ai_gateway.cli.main import cli

DATA = json.dumps(
    [
        {
            "id": "openai",
            "models": [
                {"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 1, "output_mtok": 2}}
            ],
        }
    ]
)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices_module, "process_environment", dict[str, str])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["prices", *arguments])


def test_a_model_is_shown_with_its_tiers_and_bands():
    result = run("show", "openai/gpt-5.4")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("openai/gpt-5.4  (genai-prices")
    assert any(line.startswith("  standard: input 2.5") for line in lines)
    assert any(
        line.startswith("  standard, above 272,000 tokens of input: input 5") for line in lines
    )
    assert any(line.startswith("  flex: input 1.25") for line in lines)


def test_the_day_may_be_another():
    assert "input 10 " in run("show", "anthropic/claude-opus-4-6", "--day", "2026-03-12").stdout
    assert "input 10 " not in run("show", "anthropic/claude-opus-4-6", "--day", "2026-03-13").stdout


def test_regions_and_hours_are_shown():
    assert "tokens processed in us: times 1.1" in run("show", "anthropic/claude-opus-4-7").stdout
    assert "00:30 to 16:30 UTC: input 0.27" in run("show", "deepseek/deepseek-chat").stdout


def test_a_part_of_a_name_lists_the_names():
    result = run("show", "bedrock/haiku")
    assert result.exit_code == 1
    assert "  bedrock/anthropic.claude-haiku-4-5-20251001-v1:0" in result.stdout
    assert "more" in run("show", "openai/gpt").stdout


def test_a_name_that_nobody_holds_is_said():
    result = run("show", "openai/no-such-model")
    assert result.exit_code == 1
    assert "No price for openai/no-such-model" in result.stderr


def test_an_update_writes_a_list_that_the_gateway_takes(tmp_path: Path):
    data, target = tmp_path / "data.json", tmp_path / "prices.json"
    data.write_text(DATA)
    result = run("update", "--from", str(data), "--output", str(target), "--source", "mine 1")
    assert result.stdout == f"1 models of 1 vendors are in {target}.\n"
    config = tmp_path / "gateway.yaml"
    config.write_text(f"accounting: {{prices: {{file: '{target}'}}}}")
    shown = run("show", "openai/m", "--config", str(config))
    assert shown.stdout == "openai/m  (mine 1)\n  standard: input 1  output 2\n"


def test_without_a_file_the_data_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def answer(url: str) -> tuple[int, bytes]:
        asked.append(url)
        return 200, DATA.encode()

    monkeypatch.setattr(module, "fetch", answer)
    assert run("update", "--output", str(tmp_path / "p.json")).exit_code == 0
    assert asked == [module.PUBLISHED]


@pytest.mark.parametrize("answer", [(404, b""), (200, b"<html>"), FetchFailed("No network.")])
def test_an_update_that_fails_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, bytes] | FetchFailed
):
    def fail(url: str) -> tuple[int, bytes]:
        if isinstance(answer, FetchFailed):
            raise answer
        return answer

    monkeypatch.setattr(module, "fetch", fail)
    target = tmp_path / "p.json"
    assert run("update", "--output", str(target)).exit_code == 1
    assert not target.exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    data = tmp_path / "data.json"
    data.write_text(DATA)
    result = run("update", "--from", str(data), "--output", str(tmp_path / "no" / "p.json"))
    assert result.exit_code == 1
    assert "no such file or directory" in result.stderr


def checked(tmp_path: Path, text: str) -> Result:
    path = tmp_path / "gateway.yaml"
    path.write_text(text)
    return run("check", "--config", str(path))


def test_models_without_a_price_are_named(tmp_path: Path):
    result = checked(
        tmp_path,
        "providers: {openai: {models: [gpt-5, nope]}}\n"
        "routing: {models: {fast: {provider: openai, model: gone}}}\n",
    )
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        "openai/nope has no price; policy: estimate",
        "openai/gone has no price; policy: estimate",
    ]


def test_where_every_model_has_one_that_is_said(tmp_path: Path):
    result = checked(tmp_path, "providers: {openai: {models: [gpt-5]}}")
    assert (result.exit_code, "All of 1 models have a price" in result.stdout) == (0, True)


def test_an_override_that_is_no_price_ends_with_1(tmp_path: Path):
    result = checked(tmp_path, "accounting: {prices: {models: {openai/x: {input: 1}}}}")
    assert result.exit_code == 1
    assert "both needed" in result.stderr
