"""Which providers can be called, and where their credential is from."""

from pathlib import Path

from ai_gateway.config.credentials import credential_origins
from ai_gateway.config.loader import load


def test_each_origin_is_named_and_no_key_shown(tmp_path: Path):
    path = tmp_path / "gateway.yaml"
    path.write_text(
        "providers:\n"
        "  openai:\n"
        "  groq: {api_key: '${OWN}'}\n"
        "  mistral-ai:\n"
        "  ollama:\n"
        "  eu: {like: openai, base_url: 'https://eu.example/v1', api_key: '${OPENAI_API_KEY}'}\n"
        "  azure-openai: {base_url: 'https://r', azure: {entra_token: '${T}'}}\n"
    )
    environment = {"OPENAI_API_KEY": "sk-1", "OWN": "gsk-1", "T": "eyJ"}
    assert credential_origins(load(path, environment), environment) == {
        "openai": "OPENAI_API_KEY",
        "groq": "gateway.yaml",
        "ollama": "no key needed",
        "eu": "OPENAI_API_KEY",
        "azure-openai": "gateway.yaml",
    }


def test_without_any_key_nobody_can_be_called():
    assert credential_origins(load(None, {}), {}) == {}
