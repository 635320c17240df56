"""What becomes of a configuration whose secrets have no value."""

import pytest

from ai_gateway.config.document import read_document
from ai_gateway.config.interpolation import interpolate
from ai_gateway.config.secrets import Secrets
from ai_gateway.config.unset import without_unset
from tests.unit.config.aws_values import AwsValues


def left(text: str) -> tuple[object, list[str], list[str]]:
    document = read_document(text)
    resolved = interpolate(document, {}, Secrets(AwsValues({"set": "sk-1"})))
    data, notes, mistakes = without_unset(resolved, document)
    assert resolved.mistakes == []
    return data["providers"], notes, [str(mistake) for mistake in mistakes]


def test_a_provider_without_its_secret_is_not_configured_and_the_others_are():
    providers, notes, mistakes = left(
        "providers:\n"
        "  openai: {api_key: '${secret:set}'}\n"
        "  anthropic: {api_key: '${secret:gone}', models: [m]}\n"
        "  acme: {like: openai, base_url: 'https://a', api_key: 'x${secret:gone:key}'}\n"
    )
    assert providers == {"openai": {"api_key": "sk-1"}}
    assert mistakes == []
    assert notes == [
        "providers.anthropic.api_key: secret gone has no value, so anthropic is not configured.",
        "providers.acme.api_key: secret gone:key has no value, so acme is not configured.",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ollama", ""),
        ("local", "like: ollama, base_url: 'http://l', "),
        ("azure-openai", "base_url: 'https://a', azure: {entra: {tenant_id: t}}, "),
        ("bedrock", "bedrock: {region: eu-west-1}, "),
    ],
)
def test_a_provider_that_needs_no_key_is_called_without(name: str, said: str):
    providers, notes, _ = left(f"providers: {{{name}: {{{said}api_key: '${{secret:gone}}'}}}}")
    assert isinstance(providers, dict)
    assert "api_key" not in providers[name]
    assert notes == [
        f"providers.{name}.api_key: secret gone has no value; {name} is called without it."
    ]


def test_a_provider_that_needs_more_than_a_key_is_not_configured():
    providers, notes, _ = left(
        "providers:\n"
        "  azure-openai:\n"
        "    azure: {entra: {tenant_id: t, client_id: c, client_secret: '${secret:gone}'}}\n"
        "  ollama: {headers: {x-team: '${secret:gone}', x-other: '${secret:gone}'}}\n"
    )
    assert providers == {}
    assert len(notes) == 3


def test_anywhere_else_a_secret_without_a_value_is_a_mistake():
    providers, notes, mistakes = left(
        "transport:\n  proxy: '${secret:gone}'\nproviders: {openai: }\n"
    )
    assert providers == {"openai": None}
    assert notes == []
    assert mistakes == [
        "transport.proxy (line 2): secret gone has no value; give it one in AWS Secrets Manager"
    ]
