"""Which provider a call goes to, under which model, and with whose key."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import anthropic
import openai
import pytest
from openai import AsyncOpenAI, Omit

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks, sdks
from tests.integration.gateways import KEY, running, settings_for

SERVERS_KEY = KEY.get_secret_value().encode()
OWN = "sk-own-9876543210"
HELLO: list[Any] = [{"role": "user", "content": "hello"}]
NO_KEY = {"Authorization": Omit()}
CREDENTIALS = {b"authorization", b"x-api-key", b"api-key"}


@pytest.fixture(scope="module")
async def callers(simulator: Simulator) -> AsyncIterator[Sdks]:
    """A gateway that knows some providers with keys, and some without."""
    keyless = {"base_url": f"{simulator.url}/v1"}
    settings = settings_for(
        simulator.url,
        providers={
            "groq": {"base_url": f"{simulator.url}/v1", "api_key": KEY},
            "keyless-openai": {"like": "openai", **keyless},
            "keyless-anthropic": {"like": "anthropic", **keyless},
            "keyless-azure": {"like": "azure-openai", "base_url": simulator.url},
            "ollama": keyless,
        },
        routing={
            "models": {
                "fast": {"provider": "groq", "model": "gpt-5-mini"},
                "wise": {"provider": "anthropic", "model": "claude-opus-4-5"},
            }
        },
    )
    async with running(settings) as gateway, sdks(gateway.url, OWN) as callers:
        yield callers


async def answering(
    caller: AsyncOpenAI, model: str, headers: Mapping[str, str | Omit] | None = None
) -> Mapping[str, str]:
    """Return the header fields of a chat's answer; `Omit()` takes a field from the request."""
    raw = await caller.chat.completions.with_raw_response.create(
        model=model, messages=HELLO, extra_headers=headers
    )
    assert raw.parse().choices[0].message.content == "You said: hello"
    return raw.headers


def model_asked_for(simulator: Simulator) -> str:
    return json.loads(simulator.requests[-1].body)["model"]


def credentials(simulator: Simulator) -> dict[bytes, bytes]:
    fields = simulator.requests[-1].headers
    return {name: value for name, value in fields if name in CREDENTIALS}


@pytest.mark.anyio
async def test_the_dialects_default_is_called_where_nothing_is_named(
    callers: Sdks, simulator: Simulator
) -> None:
    fields = await answering(callers.openai, "gpt-5-mini")
    assert fields["x-portkey-provider"] == "openai"
    message = await callers.anthropic.messages.with_raw_response.create(
        model="claude-haiku-4-5", max_tokens=9, messages=HELLO
    )
    assert message.headers["x-portkey-provider"] == "anthropic"
    assert model_asked_for(simulator) == "claude-haiku-4-5"


@pytest.mark.anyio
async def test_a_header_names_the_provider_and_leaves_the_model_alone(
    callers: Sdks, simulator: Simulator
) -> None:
    fields = await answering(callers.openai, "openai/fast", {"x-portkey-provider": "groq"})
    assert fields["x-portkey-provider"] == "groq"
    assert model_asked_for(simulator) == "openai/fast"


@pytest.mark.anyio
async def test_a_prefix_names_the_provider_and_does_not_go_upstream(
    callers: Sdks, simulator: Simulator
) -> None:
    fields = await answering(callers.openai, "groq/gpt-5-mini")
    assert fields["x-portkey-provider"] == "groq"
    assert model_asked_for(simulator) == "gpt-5-mini"
    message = await callers.anthropic.messages.create(
        model="anthropic/claude-haiku-4-5", max_tokens=9, messages=HELLO
    )
    assert message.model == "claude-haiku-4-5"


@pytest.mark.anyio
async def test_a_prefix_that_is_no_provider_is_part_of_the_name(
    callers: Sdks, simulator: Simulator
) -> None:
    await answering(callers.openai, "meta-llama/llama-4")
    assert model_asked_for(simulator) == "meta-llama/llama-4"


@pytest.mark.anyio
async def test_an_alias_names_provider_and_model(callers: Sdks, simulator: Simulator) -> None:
    fields = await answering(callers.openai, "fast")
    assert fields["x-portkey-provider"] == "groq"
    assert model_asked_for(simulator) == "gpt-5-mini"
    message = await callers.anthropic.messages.create(model="wise", max_tokens=9, messages=HELLO)
    assert message.model == "claude-opus-4-5"


@pytest.mark.anyio
async def test_a_provider_that_does_not_do_what_is_asked_is_refused(callers: Sdks) -> None:
    says = "anthropic does not answer embeddings"
    with pytest.raises(openai.BadRequestError, match=says) as raised:
        await callers.openai.embeddings.create(model="anthropic/claude-haiku-4-5", input="Hello.")
    assert raised.value.code == "unsupported_operation"


@pytest.mark.anyio
async def test_an_unknown_provider_is_refused_with_those_there_are(callers: Sdks) -> None:
    with pytest.raises(openai.BadRequestError, match=r"'opneai'.*Known are.* groq") as raised:
        await answering(callers.openai, "gpt-5-mini", {"x-portkey-provider": "opneai"})
    assert (raised.value.code, raised.value.param) == ("unknown_provider", "x-portkey-provider")


@pytest.mark.anyio
async def test_a_config_is_refused_rather_than_ignored(callers: Sdks) -> None:
    headers = {"x-portkey-config": '{"retry": {"attempts": 3}}'}
    with pytest.raises(openai.BadRequestError, match="not supported") as raised:
        await answering(callers.openai, "gpt-5-mini", headers)
    assert raised.value.param == "x-portkey-config"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "field",
    [
        {"Authorization": f"Bearer {OWN}"},
        {"Authorization": Omit(), "x-api-key": OWN},
        {"Authorization": Omit(), "api-key": OWN},
    ],
    ids=["authorization", "x-api-key", "api-key"],
)
@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ("keyless-openai", {b"authorization": f"Bearer {OWN}".encode()}),
        ("keyless-azure", {b"api-key": OWN.encode()}),
        ("ollama", {b"authorization": f"Bearer {OWN}".encode()}),
    ],
)
async def test_the_callers_own_key_goes_where_the_provider_looks_for_it(
    callers: Sdks,
    simulator: Simulator,
    field: dict[str, str | Omit],
    provider: str,
    expected: dict[bytes, bytes],
) -> None:
    await answering(callers.openai, "gpt-5-mini", {"x-portkey-provider": provider, **field})
    assert credentials(simulator) == expected


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, {b"authorization": f"Bearer {OWN}".encode()}),
        ({"Authorization": anthropic.Omit(), "x-api-key": OWN}, {b"x-api-key": OWN.encode()}),
    ],
    ids=["authorization", "x-api-key"],
)
async def test_what_anthropics_sdk_sends_stays_where_it_was(
    callers: Sdks,
    simulator: Simulator,
    headers: dict[str, str | anthropic.Omit],
    expected: dict[bytes, bytes],
) -> None:
    # A bearer may be an OAuth token, which Anthropic does not take as x-api-key.
    await callers.anthropic.messages.create(
        model="keyless-anthropic/claude-haiku-4-5",
        max_tokens=9,
        messages=HELLO,
        extra_headers=headers,
    )
    assert credentials(simulator) == expected


@pytest.mark.anyio
async def test_what_openais_sdk_sends_goes_where_anthropic_looks_for_it(
    callers: Sdks, simulator: Simulator
) -> None:
    listed = callers.openai.models.list(extra_headers={"x-portkey-provider": "keyless-anthropic"})
    names = [model.id async for model in listed]
    assert names
    assert all(name.startswith("claude-") for name in names)
    assert credentials(simulator) == {b"x-api-key": OWN.encode()}


@pytest.mark.anyio
async def test_without_any_key_the_call_is_refused_and_not_sent(
    callers: Sdks, simulator: Simulator
) -> None:
    before = len(simulator.requests)
    with pytest.raises(openai.AuthenticationError, match=r"providers\.keyless-openai\.api_key"):
        await answering(callers.openai, "keyless-openai/gpt-5-mini", NO_KEY)
    assert len(simulator.requests) == before


@pytest.mark.anyio
async def test_a_local_server_needs_no_key(callers: Sdks, simulator: Simulator) -> None:
    # The simulator, which is no local server, refuses; what matters is what it was sent.
    with pytest.raises(openai.AuthenticationError, match="didn't provide an API key"):
        await answering(callers.openai, "ollama/gpt-5-mini", NO_KEY)
    assert credentials(simulator) == {}


@pytest.mark.anyio
async def test_the_servers_key_wins_and_the_callers_stays_here(
    callers: Sdks, simulator: Simulator
) -> None:
    headers = {"x-api-key": OWN, "api-key": OWN, "Cookie": f"session={OWN}"}
    await answering(callers.openai, "gpt-5-mini", headers)
    assert credentials(simulator) == {b"authorization": b"Bearer " + SERVERS_KEY}
    assert OWN not in str(simulator.requests[-1].headers)
    await callers.openai.files.list(extra_headers=headers)
    assert simulator.requests[-1].path == "/v1/files"
    assert OWN not in str(simulator.requests[-1].headers)
    await callers.anthropic.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=HELLO)
    assert credentials(simulator) == {b"x-api-key": SERVERS_KEY}


@pytest.mark.anyio
async def test_what_is_said_to_the_gateway_stays_here(callers: Sdks, simulator: Simulator) -> None:
    private = {"x-portkey-trace-id": "t", "x-forwarded-for": "10.0.0.1", "x-amzn-trace-id": "r"}
    for call in (
        answering(callers.openai, "gpt-5-mini", private),
        callers.openai.files.list(extra_headers=private),
    ):
        await call
        assert not {name.decode() for name, _ in simulator.requests[-1].headers} & set(private)


PORTKEYS_FIELDS = {
    "x-portkey-last-used-option-index": "config",
    "x-portkey-trace-id": "trace-1",
    "x-portkey-retry-attempt-count": "0",
    "x-portkey-cache-status": "DISABLED",
    "x-portkey-provider": "openai",
}


@pytest.mark.anyio
@pytest.mark.parametrize("model", ["gpt-5-mini", "gpt-5-mini@status=429", "gpt-5-mini@status=500"])
async def test_portkeys_fields_are_on_every_answer_of_a_provider(callers: Sdks, model: str) -> None:
    try:
        fields = await answering(callers.openai, model, {"x-portkey-trace-id": "trace-1"})
    except openai.APIStatusError as error:
        fields = error.response.headers
    assert {name: fields[name] for name in PORTKEYS_FIELDS} == PORTKEYS_FIELDS


@pytest.mark.anyio
@pytest.mark.parametrize(
    "model",
    [
        "gpt-5-mini",
        "gpt-5-mini@status=500",
        "gpt-5-mini@disconnect",
        "wise",
        "keyless-azure/nonexistent",
    ],
)
async def test_every_answer_has_an_id_of_its_own(callers: Sdks, model: str) -> None:
    ids: set[str] = set()
    for _ in range(2):
        try:
            fields = await answering(callers.openai, model)
        except openai.APIStatusError as error:
            fields = error.response.headers
        ids.add(fields["x-ai-gateway-request-id"])
    assert len(ids) == 2
