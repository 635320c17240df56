"""Routing sends a call to its target, and answers `GET /v1/models` by itself."""

import json

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import NotFound, NotPermitted, ProviderTimeout
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.policy import Choice, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.dialects.builtin import CALLERS, DIALECTS, READERS
from ai_gateway.providers.allowed_hosts import AllowedHosts
from ai_gateway.providers.attempt import Attempt
from ai_gateway.providers.contract import Target
from ai_gateway.providers.fetcher import Fetcher
from ai_gateway.providers.table import ProviderTable
from ai_gateway.providers.translation import Translator
from ai_gateway.routing.choice import Chooser
from ai_gateway.routing.model_list import ModelList
from ai_gateway.routing.settings import RoutingSettings
from ai_gateway.routing.stage import MakeAttempt, Route
from tests.unit.core.calls import call_with, passing_through
from tests.unit.providers.wire import ScriptedClient

pytestmark = pytest.mark.anyio

SETTINGS = RoutingSettings.model_validate(
    {"models": {"team/fast": {"provider": "groq", "model": "llama"}}}
)
# The type checker proves that an attempt is what routing makes.
ATTEMPT: MakeAttempt = Attempt(
    ScriptedClient(),
    READERS,
    Translator(CALLERS, DIALECTS, Fetcher(ScriptedClient(), AllowedHosts()), lambda: 1.0),
)


def routed() -> tuple[Proceed, list[Target]]:
    """Return routing in front of attempts that always succeed, and the targets it chose."""
    targets: list[Target] = []

    async def attempt(call: Call, target: Target) -> Reply:
        targets.append(target)
        return Reply(status=200, headers=[(b"x-upstream", b"1")], body=b"{}")

    return route_to(attempt), targets


def route_to(attempt: MakeAttempt) -> Proceed:
    table = ProviderTable({}, ScriptedClient(), lambda: 0.0, lambda: 0.0)
    return Route(Chooser(SETTINGS, table), attempt, ModelList(SETTINGS, {}), DIALECTS)


def models_call(path: str, fields: HeaderPairs | None = None, **changes: object) -> Call:
    plain: dict[str, object] = {"method": "GET", "path": path, "raw_path": path.encode()}
    return passing_through(fields, **(plain | changes))


async def test_a_call_goes_to_its_target():
    route, targets = routed()
    reply = await route(call_with(model="groq/llama"))
    assert (reply.status, reply.body) == (200, b"{}")
    assert [(target.provider.name, target.model) for target in targets] == [("groq", "llama")]


async def test_portkeys_five_fields_follow_those_of_the_provider():
    route, _ = routed()
    reply = await route(call_with([(b"x-portkey-trace-id", b"trace-7")], model="groq/llama"))
    assert reply.headers == [
        (b"x-upstream", b"1"),
        (b"x-portkey-last-used-option-index", b"config"),
        (b"x-portkey-trace-id", b"trace-7"),
        (b"x-portkey-retry-attempt-count", b"0"),
        (b"x-portkey-cache-status", b"DISABLED"),
        (b"x-portkey-provider", b"groq"),
    ]


async def test_without_a_trace_id_of_the_callers_the_field_is_empty():
    route, _ = routed()
    assert (b"x-portkey-trace-id", b"") in (await route(call_with())).headers


async def test_what_an_attempt_raises_is_raised():
    async def attempt(call: Call, target: Target) -> Reply:
        raise ProviderTimeout("Too slow.")

    with pytest.raises(ProviderTimeout):
        await route_to(attempt)(call_with())


async def test_an_attempt_that_fails_has_portkeys_fields_too():
    async def attempt(call: Call, target: Target) -> Reply:
        raise ProviderTimeout("Too slow.")

    with pytest.raises(ProviderTimeout) as raised:
        await route_to(attempt)(call_with(model="groq/llama"))
    assert (b"x-portkey-provider", b"groq") in raised.value.headers
    assert len(raised.value.headers) == 5


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/v1/models", "/v1/models/"])
async def test_the_list_of_models_is_the_gateways_own(method: str, path: str):
    route, targets = routed()
    reply = await route(models_call(path, method=method))
    assert isinstance(reply.body, bytes)
    assert [model["id"] for model in json.loads(reply.body)["data"]] == ["team/fast"]
    assert reply.headers == [(b"content-type", b"application/json")]
    assert targets == []


async def test_a_model_with_a_slash_in_its_name_is_found():
    route, _ = routed()
    reply = await route(models_call("/v1/models/team/fast", dialect="anthropic-messages"))
    assert isinstance(reply.body, bytes)
    assert json.loads(reply.body)["type"] == "model"


async def test_a_model_that_is_not_configured_is_not_found():
    route, _ = routed()
    with pytest.raises(NotFound):
        await route(models_call("/v1/models/gpt-5"))


async def test_two_lists_share_no_header_fields():
    route, _ = routed()
    first = await route(models_call("/v1/models"))
    first.headers.append((b"x-mark", b"1"))
    assert (b"x-mark", b"1") not in (await route(models_call("/v1/models"))).headers


@pytest.mark.parametrize(
    "call",
    [
        models_call("/v1/models", [(b"x-portkey-provider", b"openai")]),
        models_call("/v1/models/ft:gpt", method="DELETE"),
        models_call("/v1/models", method="POST"),
        models_call("/v1/modelsets"),
    ],
    ids=["provider named", "DELETE", "POST", "another path"],
)
async def test_everything_else_goes_to_a_provider(call: Call):
    route, targets = routed()
    await route(call)
    assert [target.provider.name for target in targets] == ["openai"]


async def test_what_a_policy_forbids_reaches_no_provider():
    route, targets = routed()
    policy = Policy(providers=Choice(deny=("groq",)))
    principal = Principal("a", "i", "token", "pool", frozenset(), (), policy)
    with pytest.raises(NotPermitted, match="the provider groq"):
        await route(call_with(model="groq/llama", principal=principal))
    assert targets == []
    await route(call_with(model="openai/gpt-5", principal=principal))
    assert len(targets) == 1


async def test_the_list_of_models_is_the_clients_own():
    route, _ = routed()
    policy = Policy(models=Choice(deny=("*",)))
    principal = Principal("a", "i", "token", "pool", frozenset(), (), policy)
    listed = (await route(models_call("/v1/models", principal=principal))).body
    assert isinstance(listed, bytes)
    assert json.loads(listed)["data"] == []
