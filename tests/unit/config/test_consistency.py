"""Settings that are right one by one and wrong together."""

import pytest

from ai_gateway.config.consistency import inconsistencies
from ai_gateway.config.document import read_document
from ai_gateway.config.settings import Settings


def found(yaml: str) -> list[str]:
    document = read_document(yaml)
    settings = Settings.model_validate(document.data)
    return [str(mistake) for mistake in inconsistencies(settings, document)]


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("edge: {host: 0.0.0.0}", "edge.host (line 1): found '0.0.0.0'; expected a loopback"),
        ("admin: {host: example.com}", "say in the section auth whose tokens and keys are good"),
        ("edge: {host: '::'}", "without authentication the gateway listens on loopback only"),
        ("edge: {port: 8788}", "admin.port: found 8788, which is edge.port too"),
        ("providers: {acme: {}}", "providers.acme.like (line 1): missing, and acme is not in the"),
        ("providers: {a: {like: opnai}}", "providers.a.like (line 1): found 'opnai'; expected one"),
        ("providers: {Acme: {like: openai}}", "providers.Acme (line 1): the name of a provider"),
        ("providers: {a/b: {like: openai}}", "lower-case letters, digits and . _ -"),
        ("providers: {azure-openai: {}}", "providers.azure-openai.base_url (line 1): missing"),
        ("providers: {x: {like: azure-openai}}", "providers.x.base_url (line 1): missing"),
        ("providers: {openai: {azure: {}}}", "providers.openai.azure (line 1): settings of azure"),
        (
            "providers: {openai: {vertex: {project: p}}}",
            "openai.vertex (line 1): settings of vertex",
        ),
        (
            "providers: {bedrock: {}}",
            "providers.bedrock.bedrock (line 1): missing; expected `bedrock",
        ),
        (
            "providers: {vertex-ai: {}}",
            "providers.vertex-ai.vertex (line 1): missing; expected `ver",
        ),
        ("providers: {openai: {base_url: 'http://h:99999/v1'}}", "an address that leads nowhere"),
        ("providers: {openai: {base_url: 'http://h/ü'}}", "an address that leads nowhere"),
        ('providers: {openai: {api_key: "sk-1\\n"}}', "a key with a character that no header"),
        ("providers: {openai: {headers: {Authorization: x}}}", "a credential belongs in api_key"),
        ("providers: {openai: {headers: {host: x}}}", "a header field that the gateway itself"),
        ("providers: {openai: {headers: {'a b': x}}}", "not a header field"),
        ('providers: {openai: {headers: {a: "x\\r\\ny: z"}}}', "not a header field"),
        ("routing: {default_providers: {openai-chat: nix}}", "openai-chat (line 1): found 'nix'"),
        ("routing: {models: {a: {provider: nix, model: m}}}", "routing.models.a.provider (line 1)"),
    ],
)
def test_a_contradiction_names_its_place_and_the_next_step(yaml: str, says: str):
    (mistake,) = found(yaml)
    assert says in mistake


@pytest.mark.parametrize(
    ("azure", "says"),
    [
        (
            "{entra_token: t, entra: {tenant_id: t, client_id: c, client_secret: s}}",
            "more than one",
        ),
        ('{entra_token: "t\\n"}', "entra_token (line 1): a key with a character"),
        ("{api_version: 2024-ü}", "azure.api_version (line 1): no API version"),
    ],
)
def test_a_contradiction_within_azure_is_found(azure: str, says: str):
    (mistake,) = found(f"providers: {{azure-openai: {{base_url: 'https://r/', azure: {azure}}}}}")
    assert says in mistake


@pytest.mark.parametrize(
    "yaml",
    [
        "",
        "edge: {host: localhost, port: 0}\nadmin: {host: '::1', port: 0}",
        "edge: {host: 127.0.0.2, port: 8788}",
        "edge: {host: 0.0.0.0}\nadmin: {host: 0.0.0.0}\nauth: {gateway_keys: true}",
        "providers: {acme: {like: openai, base_url: 'http://h/v1'}, llama.cpp: {}}",
        "providers: {openai: {headers: {openai-organization: org-1}}}",
        "routing: {models: {a: {provider: groq, model: m}}}",
        "providers: {x: {like: azure-openai, base_url: 'https://r', azure: {entra_token: t}}}",
    ],
)
def test_what_goes_together_is_left_alone(yaml: str):
    assert found(yaml) == []


def test_a_provider_that_was_mistaken_is_known_all_the_same():
    document = read_document(
        "providers: {mine: text}\nrouting: {models: {a: {provider: mine, model: m}}}"
    )
    settings = Settings.model_validate({"routing": document.data["routing"]})
    assert inconsistencies(settings, document) == []


def test_a_value_from_the_environment_is_not_shown():
    document = read_document("edge: {host: '${HOST}'}")
    settings = Settings.model_validate({"edge": {"host": "secret.example.com"}})
    (mistake,) = inconsistencies(settings, document)
    assert "found the value of ${HOST}" in str(mistake)
    assert "secret.example" not in str(mistake)
