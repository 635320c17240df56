"""What the gateway is told before it is measured."""

from pathlib import Path

from ai_gateway.config.loader import load
from bench.cases import CASES
from bench.contenders import Gateway


def test_the_gateway_accepts_its_configuration_which_has_every_provider_of_the_cases(
    tmp_path: Path,
) -> None:
    launch = Gateway().launch(tmp_path, 1234, 4321)
    settings = load(launch.argv[-1], launch.environment)
    assert settings.edge.port == 1234
    assert {name: said.base_url for name, said in settings.providers.items()} == {
        "openai": "http://127.0.0.1:4321/v1",
        "anthropic": "http://127.0.0.1:4321/v1",
        "google": "http://127.0.0.1:4321/v1beta",
        "bedrock": "http://127.0.0.1:4321",
    }
    assert {case.provider for case in CASES} == set(settings.providers)
