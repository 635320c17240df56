"""What a policy permits once the target is known."""

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import NotPermitted
from ai_gateway.core.operation import Operation
from ai_gateway.core.policy import Choice, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.providers.contract import Target
from ai_gateway.providers.table import ProviderTable
from ai_gateway.routing.permission import permit, permits_model, permits_provider
from tests.unit.core.calls import call_with, passing_through
from tests.unit.providers.wire import ScriptedClient

TABLE = ProviderTable({}, ScriptedClient(), lambda: 0.0, lambda: 0.0)


def target(provider: str, model: str | None = None) -> Target:
    found = TABLE.get(provider)
    assert found is not None
    return Target(provider=found, model=model)


def by(policy: Policy, call: Call) -> Call:
    principal = Principal("a", "i", "token", "pool", frozenset(), (), policy)
    return call_with(
        operation=call.operation,
        path=call.path,
        body=call.body,
        model=call.model,
        method=call.method,
        principal=principal,
    )


def refused(policy: Policy, call: Call, where: Target) -> str | None:
    try:
        permit(by(policy, call), where)
    except NotPermitted as error:
        return error.message
    return None


CHAT = call_with(model="gpt-5")
ALIASED = call_with(model="fast")


def test_where_nobody_has_to_say_who_calls_all_is_permitted():
    permit(CHAT, target("openai"))


def test_an_operation_is_permitted_by_name():
    policy = Policy(operations=frozenset({Operation.EMBEDDINGS}))
    assert "the operation chat" in (refused(policy, CHAT, target("openai")) or "")
    assert refused(policy, call_with(operation=Operation.EMBEDDINGS), target("openai")) is None
    assert refused(Policy(operations=frozenset()), CHAT, target("openai"))


def test_a_provider_is_permitted_by_name():
    assert "the provider openai" in (
        refused(Policy(providers=Choice(deny=("openai",))), CHAT, target("openai")) or ""
    )
    assert refused(Policy(providers=Choice(allow=("groq",))), CHAT, target("groq")) is None


@pytest.mark.parametrize(
    ("models", "permitted"),
    [
        (Choice(allow=("fast",)), True),
        (Choice(allow=("llama",)), True),
        (Choice(allow=("groq/llama",)), True),
        (Choice(allow=("groq/*",)), True),
        (Choice(allow=("openai/llama",)), False),
        (Choice(deny=("fast",)), False),
        (Choice(deny=("llama",)), False),
        (Choice(deny=("groq/*",)), False),
    ],
)
def test_a_model_is_judged_by_every_name_that_it_goes_by(models: Choice, permitted: bool):
    why = refused(Policy(models=models), ALIASED, target("groq", "llama"))
    assert (why is None) is permitted


@pytest.mark.parametrize(
    ("call", "permitted"),
    [
        (passing_through(method="GET"), True),
        (passing_through(method="POST", body=b'{"a":1}'), False),
        (passing_through(method="GET", path="/v1/models"), False),
        (passing_through(method="POST", body=b'{"model":"m"}', model="m"), True),
    ],
)
def test_a_call_whose_model_is_not_read_is_not_for_a_client_that_may_not_have_all(
    call: Call, permitted: bool
):
    assert refused(Policy(), call, target("openai")) is None
    why = refused(Policy(models=Choice(allow=("m",))), call, target("openai"))
    assert (why is None) is permitted


@pytest.mark.parametrize(
    ("models", "permitted"),
    [
        (Choice(allow=("openai/gpt-5",)), False),
        (Choice(allow=("openai/*",)), False),
        (Choice(allow=("openrouter/openai/gpt-5",)), True),
        (Choice(allow=("openrouter/*",)), True),
        (Choice(deny=("openai/gpt-5",)), False),
    ],
)
@pytest.mark.parametrize(
    ("call", "where"),
    [
        (call_with(model="openrouter/openai/gpt-5"), target("openrouter", "openai/gpt-5")),
        (call_with(model="openai/gpt-5"), target("openrouter")),
    ],
)
def test_an_aggregators_name_is_not_taken_for_another_providers(
    call: Call, where: Target, models: Choice, permitted: bool
):
    assert (refused(Policy(models=models), call, where) is None) is permitted


def test_what_goes_upstream_as_it_was_written_is_no_alias():
    policy = Policy(models=Choice(allow=("team/fast",)))
    assert refused(policy, call_with(model="team/fast"), target("openrouter"))
    assert refused(policy, call_with(model="team/fast"), target("groq", "llama")) is None


def test_a_provider_that_may_be_called_is_allowed_and_not_denied():
    policy = Policy(providers=Choice(allow=("openai", "groq"), deny=("groq",)))
    assert permits_provider(policy, "openai")
    assert not permits_provider(policy, "groq")
    assert not permits_provider(policy, "anthropic")
    assert permits_model(policy, "groq", "any", None)
