"""Pydantic's errors as mistakes that say what to do."""

import pytest

from ai_gateway.config.document import read_document
from ai_gateway.config.validation import validate


def mistakes(yaml: str) -> list[str]:
    document = read_document(yaml)
    return [str(mistake) for mistake in validate(document.data, document)[1]]


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        (
            "providers: {openai: {api_ky: x}}",
            "providers.openai.api_ky (line 1): unknown key; did you mean api_key?",
        ),
        ("edg: {}", "edg (line 1): unknown key; did you mean edge?"),
        (
            "accounting: {zzz: 1}",
            "accounting.zzz (line 1): unknown key; the keys here are cost_comments",
        ),
        (
            "edge: {port: abc}",
            "edge.port (line 1): found 'abc'; expected a whole number; correct it, or leave it out",
        ),
        ("edge: {port: 1.5}", "found 1.5; expected a whole number"),
        ("edge: {port: 65536}", "found 65536; expected at most 65535"),
        ("edge: {max_calls: 0}", "found 0; expected at least 1"),
        ("edge: {comment_interval: 0}", "found 0; expected more than 0"),
        ("transport: {idle_expiry: 350}", "found 350; expected less than 350"),
        ("edge: {host: 5}", "found 5; expected a text"),
        ("edge: {drain_grace: soon}", "found 'soon'; expected a number"),
        ("accounting: {log: perhaps}", "found 'perhaps'; expected true or false"),
        ("edge: text", "edge (line 1): found a text; expected a mapping of keys"),
        ("providers: [a]", "providers (line 1): found a list; expected a mapping of keys"),
        ("providers: {openai: {models: a}}", "expected a list"),
        ("providers: {openai: {base_url: ftp://x}}", "expected an address such as https://"),
        (
            "routing: {custom_hosts: {networks: [x]}}",
            "networks[0] (line 1): found 'x'; expected a n",
        ),
        (
            "routing: {default_providers: {gemini: google}}",
            "routing.default_providers.gemini (line 1): unknown key; expected 'openai-chat'",
        ),
        (
            "routing: {models: {gpt-4.1: {model: m}}}",
            'routing.models."gpt-4.1".provider (line 1): missing; expected Name of a configured',
        ),
        (
            "transport: {client_key: k.pem}",
            "transport (line 1): client_key is set: set client_certificate too; correct it in",
        ),
    ],
)
def test_a_mistake_names_place_value_expectation_and_next_step(yaml: str, says: str):
    (mistake,) = mistakes(yaml)
    assert says in mistake


def test_texts_are_taken_for_the_numbers_and_switches_they_spell():
    document = read_document("edge: {port: '9000', drain_grace: '1.5'}\naccounting: {log: 'false'}")
    settings, found = validate(document.data, document)
    assert found == []
    assert (settings.edge.port, settings.edge.drain_grace) == (9000, 1.5)
    assert settings.accounting.log is False


def test_a_setting_with_nothing_behind_it_has_its_default_and_a_name_has_not():
    document = read_document(
        "edge:\nadmin: {port: }\nrouting: {default_providers: , models: {a: }}\n"
    )
    settings, (mistake,) = validate(document.data, document)
    assert settings.admin.port == 8788
    assert settings.routing.default_providers["openai-chat"] == "openai"
    assert mistake.path == "routing.models.a"


def test_every_mistake_is_found_and_the_rest_still_makes_settings():
    document = read_document(
        "edge: {port: abc, max_calls: 5, host: 7}\n"
        "providers: {groq: text, openai: {api_ky: x, models: [m, 3]}}\n"
        "routing: {models: {a: {provider: openai}, b: {provider: openai, model: m}}}\n"
    )
    settings, found = validate(document.data, document)
    assert sorted(mistake.path for mistake in found) == [
        "edge.host",
        "edge.port",
        "providers.groq",
        "providers.openai.api_ky",
        "providers.openai.models[1]",
        "routing.models.a.model",
    ]
    assert settings.edge.max_calls == 5
    assert list(settings.providers) == ["openai"]
    assert list(settings.routing.models) == ["b"]


def test_what_a_variable_holds_is_not_shown():
    document = read_document("edge: {port: '${PORT}'}")
    _, (mistake,) = validate({"edge": {"port": "sk-secret"}}, document)
    assert "found the value of ${PORT}" in str(mistake)
    assert "sk-secret" not in str(mistake)
