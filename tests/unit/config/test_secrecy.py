"""Secrets stand in no file and in no message."""

import pytest

from ai_gateway.config.document import Document, Path, Value, read_document
from ai_gateway.config.secrecy import literal_secrets, shown


@pytest.mark.parametrize(
    "yaml",
    [
        "providers: {openai: {api_key: sk-1}}",
        "providers: {openai: {api_key: 12345}}",
        "providers: {openai: {api_key: '${KEY:-sk-1}'}}",
        "providers: {openai: {api_key: 'sk-${KEY}'}}",
        "providers: {azure-openai: {azure: {entra_token: eyJ}}}",
        "providers: {azure-openai: {azure: {entra: {client_secret: x}}}}",
        "transport: {proxy: 'http://user:password@proxy:3128'}",
        "routing: {custom_hosts: {hosts: ['http://user:password@host']}}",
    ],
)
def test_a_secret_that_is_spelt_out_is_a_mistake_that_does_not_repeat_it(yaml: str):
    (mistake,) = literal_secrets(read_document(yaml))
    assert mistake.path
    assert "a secret stands in the file" in str(mistake)
    for secret in ("sk-1", "12345", "eyJ", "password@"):
        assert secret not in str(mistake)


@pytest.mark.parametrize(
    "yaml",
    [
        "providers: {openai: {api_key: '${KEY}'}}",
        "providers: {openai: {api_key: '${A}${B}'}}",
        "providers: {openai: {api_key: null}}",
        "providers: {openai: {base_url: 'https://host/v1'}}",
        "transport: {proxy: '${HTTPS_PROXY}'}",
        "transport: {proxy: 'http://user:${PASSWORD}@proxy:3128'}",
    ],
)
def test_references_and_other_settings_are_no_secrets(yaml: str):
    assert literal_secrets(read_document(yaml)) == []


@pytest.mark.parametrize(
    ("path", "value", "seen"),
    [
        (("edge", "port"), 99999, "99999"),
        (("edge", "host"), "0.0.0.0", "'0.0.0.0'"),
        (("edge", "host"), "${HOST}", "the value of ${HOST}"),
        (("accounting", "log"), False, "false"),
        (("edge", "port"), None, "null"),
        (("edge", "host"), "x" * 100, repr("x" * 60)),
        (("edge",), {"a": 1}, "a mapping"),
        (("edge",), [1], "a list"),
        (("edge",), "sk-1", "a text"),
        (("providers", "openai"), "sk-1", "a text"),
        (("providers", "openai", "api_ky"), "sk-1", "a text"),
        (("providers", "openai", "api_key"), 5, "a single value"),
        (("providers", "openai", "headers", "x-token"), "sk-1", "a text"),
        (("providers", "openai", "base_url"), "http://u:p@h", "'http://***@h'"),
        (("routing", "default_providers", "openai-chat"), "nix", "'nix'"),
        (("routing", "models", "a", "provider"), "nix", "'nix'"),
    ],
)
def test_a_value_is_shown_as_written_and_only_where_no_secret_can_be(
    path: Path, value: Value, seen: str
):
    data: Value = value
    for part in reversed(path):
        data = {str(part): data}
    assert isinstance(data, dict)
    assert shown(Document(data), path) == seen


def test_an_item_of_a_list_is_shown_and_a_place_that_is_not_there_is_null():
    document = read_document("routing: {custom_hosts: {networks: [10.0.0.0/8, bad]}}")
    networks: Path = ("routing", "custom_hosts", "networks")
    assert shown(document, (*networks, 1)) == "'bad'"
    assert shown(document, (*networks, 7)) == "null"
