"""What does not go together in the sections on who calls."""

import pytest

from ai_gateway.config.document import read_document
from ai_gateway.config.identity import identity_findings, is_loopback
from ai_gateway.config.settings import Settings

HASH = "ab" * 32
TWO = "auth: {issuers: {x: {url: 'https://x'}, y: {url: 'https://y'}}}\n"
M1, M2, N2 = (f"{{amount_usd: {dollars}, model: {model}}}" for dollars, model in ("1m", "2m", "2n"))
GROUPED = """\
auth: {gateway_keys: true}
client_groups: {g: {}}
clients: {a: {groups: [g], providers: {allow: [open*, groq, mine], deny: [in-house]}}}
providers: {mine: {like: openai}, in-house: {like: openai}}
"""


def found(yaml: str) -> list[str]:
    document = read_document(yaml)
    settings = Settings.model_validate(document.data)
    return [
        f"{'.'.join(map(str, path))}: {'; '.join(said)}"
        for path, *said in identity_findings(settings, document)
    ]


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("clients: {a: {}}", "clients: clients, and nobody has to say who calls"),
        ("client_groups: {a: {}}", "client_groups: clients, and nobody"),
        ("auth: {gateway_keys: true}\nclients: {A: {}}", "clients.A: a name that cannot be one"),
        ("auth: {gateway_keys: true}\nclients: {a/b: {}}", "clients.a/b: a name"),
        ("auth: {gateway_keys: true}\nclient_groups: {'a:b': {}}", "client_groups.a:b: a name"),
        ("auth: {issuers: {A B: {url: 'https://i'}}}", "auth.issuers.A B: a name"),
        ("auth: {issuers: {local: {url: 'https://i'}}}", "auth.issuers.local: the name of the"),
        ("auth: {issuers: {a: {url: 'http://i.example'}}}", "found 'http://i.example'; https://"),
        (
            "auth: {issuers: {a: {url: 'https://i', jwks_uri: 'http://i.example/k'}}}",
            "auth.issuers.a.jwks_uri: found",
        ),
        (
            "auth: {issuers: {a: {url: 'https://i'}, b: {url: 'https://i'}}}",
            "auth.issuers.b.url: the address of auth.issuers.a too",
        ),
        (
            "auth: {local_issuer: {enabled: true}}\nadmin: {host: 0.0.0.0}",
            "auth.local_issuer.enabled: the local issuer on a listener that others reach",
        ),
        (f"auth: {{keys: {{a_b: {{client: c, sha256: {HASH}}}}}}}", "auth.keys.a_b: an id"),
        (f"auth: {{keys: {{ab: {{client: C/D, sha256: {HASH}}}}}}}", "auth.keys.ab.client: found"),
        (
            "auth: {gateway_keys: true}\nclients: {a: {groups: [b]}}",
            "clients.a.groups.0: found 'b'; a group: one of none yet",
        ),
        (
            "auth: {gateway_keys: true}\nclients: {a: {issuer: b}}",
            "clients.a.issuer: found 'b'; an issuer: one of none yet",
        ),
        (
            f"{TWO}clients: {{a: {{id: one}}}}",
            "clients.a.issuer: missing, and there are several issuers",
        ),
        (
            "auth: {issuers: {x: {url: 'https://x'}}}\nclients: {a: {id: one}, b: {id: one}}",
            "clients.b.id: the id of clients.a too",
        ),
        (
            "auth: {gateway_keys: true}\nclients: {a: {providers: {allow: [opnai]}}}",
            "clients.a.providers.allow.0: found 'opnai'; a provider: one of",
        ),
        (
            "auth: {gateway_keys: true}\nclient_groups: {a: {providers: {deny: [opnai]}}}",
            "client_groups.a.providers.deny.0: found 'opnai'",
        ),
        (
            "client_defaults: {budgets: [{amount_usd: 1}, {amount_usd: 2}]}",
            "client_defaults.budgets.1: a second budget that counts the same",
        ),
        (
            f"auth: {{gateway_keys: true}}\nclients: {{a: {{budgets: [{M1}, {N2}, {M2}]}}}}",
            "clients.a.budgets.2: a second budget",
        ),
    ],
)
def test_a_contradiction_names_its_place_and_what_was_expected(yaml: str, says: str):
    (mistake,) = found(yaml)
    assert says in mistake


@pytest.mark.parametrize(
    "yaml",
    [
        "",
        "client_defaults: {tags: {env: dev}}",
        "auth: {issuers: {a: {url: 'http://127.0.0.1:8788'}, b: {url: 'http://localhost:1'}}}",
        "client_defaults: {budgets: [{amount_usd: 1}, {amount_usd: 2, hard: false}]}",
        f"{TWO}clients: {{a: {{id: one, issuer: x}}, b: {{id: one, issuer: y}}, c: {{}}}}",
        GROUPED,
    ],
)
def test_what_goes_together_is_left_alone(yaml: str):
    assert found(yaml) == []


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("h", False)],
)
def test_loopback_is_this_machine(host: str, here: bool):
    assert is_loopback(host) is here
