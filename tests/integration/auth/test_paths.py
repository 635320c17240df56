"""No spelling of a path or of an origin gets around who calls and what it may do."""

import pytest

from tests.integration.auth.conftest import World
from tests.integration.callers.raw import exchange

pytestmark = pytest.mark.anyio

BODY = b'{"model":"gpt-5-mini","messages":[{"role":"user","content":"hello"}]}'

AMBIGUOUS = [
    "//v1/chat/completions",
    "/v1//chat/completions",
    "/v1/../v1/chat/completions",
    "/v1/files/../chat/completions",
    "/v1/./chat/completions",
    "/v1/files/..",
    "/v1/files/%2e%2e/chat/completions",
    "/v1/files/.%2e/chat/completions",
    "/v1/files/..%2fchat/completions",
    "/v1%2fchat/completions",
    "/v1/chat%2Fcompletions",
    "/v1/models/..%2fchat%2fcompletions",
    "/v1/chat%252fcompletions",
    "/v1/files/%252e%252e/chat/completions",
    "/v1/chat/completions;a=b",
    "/v1;/chat/completions",
    "/v1/files/%3bx",
    "/v1/files\\..\\chat\\completions",
    "/v1/files/%5c..%5cchat",
    "/v1/files/a%00b",
    "/v1/files/a%0d%0ax",
]


async def asked(
    world: World, target: str, credential: str | None, *fields: str, method: str = "POST"
) -> int:
    """Return the status of one request, its target and fields as they are written here."""
    lines = [
        f"{method} {target} HTTP/1.1",
        *(fields if any(field.startswith("Host:") for field in fields) else ("Host: x", *fields)),
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(BODY)}",
        *([] if credential is None else [f"Authorization: Bearer {credential}"]),
    ]
    request = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + BODY
    answer = await exchange(world.gateway.url, request)
    return int(answer.split()[1])


@pytest.mark.parametrize("target", AMBIGUOUS)
@pytest.mark.parametrize("client_id", [None, "client-1", "client-embedder"])
async def test_a_path_that_could_mean_two_things_reaches_nobody(
    world: World, target: str, client_id: str | None
):
    before = len(world.simulator.requests)
    credential = None if client_id is None else world.token(client_id=client_id)
    assert await asked(world, target, credential) in (400, 404)
    assert len(world.simulator.requests) == before


async def test_the_name_of_a_model_may_hold_an_encoded_slash(world: World):
    token = world.token(client_id="client-narrow")
    assert await asked(world, "/v1/models/fast", token, method="GET") == 200
    # It is not on the list; what matters is that it was understood.
    assert await asked(world, "/v1/models/openai%2Fnone", token, method="GET") == 404


@pytest.mark.parametrize(
    "target",
    [
        "/v1/chat/completions",
        "/v1/%63hat/completions",
        "http://127.0.0.1/v1/chat/completions",
        "http://evil.example/v1/chat/completions",
        "/v1/chat/completions?api_key=TOKEN",
        "/v1/chat/completions?access_token=TOKEN",
        "/v1/chat/completions/",
        "/v1/Chat/Completions",
    ],
)
async def test_no_spelling_is_answered_without_a_credential(world: World, target: str):
    before = len(world.simulator.requests)
    assert await asked(world, target.replace("TOKEN", world.token()), None) == 401
    assert len(world.simulator.requests) == before


@pytest.mark.parametrize(
    "target", ["/v1/%63hat/completions", "http://evil.example/v1/chat/completions"]
)
async def test_no_spelling_gets_an_operation_that_the_policy_leaves_out(world: World, target: str):
    assert await asked(world, target, world.token(client_id="client-embedder")) == 403
    assert await asked(world, target, world.token()) == 200


@pytest.mark.parametrize(
    "field",
    [
        "Host: localhost",
        "Host: 127.0.0.1",
        "Host: evil.example",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-User: service-a",
        "X-Forwarded-Access-Token: TOKEN",
        "Forwarded: for=127.0.0.1;host=localhost",
        "X-Real-IP: 127.0.0.1",
        "X-Original-URL: /health",
        "X-Rewrite-URL: /health",
        "X-HTTP-Method-Override: GET",
        "X-Amzn-Oidc-Data: TOKEN",
        "X-Amzn-Oidc-Accesstoken: TOKEN",
        "X-Amzn-Oidc-Identity: client-1",
        "Proxy-Authorization: Bearer TOKEN",
    ],
)
async def test_no_other_field_says_who_calls(world: World, field: str):
    field = field.replace("TOKEN", world.token())
    assert await asked(world, "/v1/chat/completions", None, field) == 401


async def test_an_address_that_a_caller_claims_is_not_believed(world: World):
    assert await asked(world, "/v1/chat/completions", None, "X-Forwarded-For: 203.0.113.9") == 401
    assert '"peer":"127.0.0.1"' in world.audit.read_text().splitlines()[-1]
