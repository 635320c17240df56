"""Each attempt leaves a note, whichever way it ends."""

import asyncio
from itertools import count
from typing import cast

import pytest

from ai_gateway.accounting.attempts import MakeAttempt, RecordedAttempt
from ai_gateway.core.call import Call
from ai_gateway.core.errors import ProviderTimeout, UnknownPrice
from ai_gateway.core.operation import Operation
from ai_gateway.core.record import Record
from ai_gateway.core.reply import Reply
from ai_gateway.core.usage import Usage
from ai_gateway.providers.bedrock.provider import Bedrock
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.relay import ReportedUsage
from tests.unit.accounting.books import table
from tests.unit.core.calls import call_with

pytestmark = pytest.mark.anyio
METER = ReportedUsage(Usage(input_tokens=1))
PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc"


class Named:
    """A provider that is nothing but its name."""

    name = "openai"


class Behind(Bedrock):
    """Bedrock, as far as it knows what is behind a profile."""

    def __init__(self) -> None:
        self.name = "bedrock"

    async def own_name(self, model: str) -> str:
        return f"behind {model[-3:]}"


def target(model: str | None = "m", provider: object = None) -> Target:
    return Target(provider=cast("Provider", provider or Named()), model=model)


def recorded(attempt: MakeAttempt, policy: str = "estimate", **models: object) -> RecordedAttempt:
    ticks = count()
    return RecordedAttempt(
        attempt,
        table({"unknown": policy, "models": models}),
        lambda: float(next(ticks)),
        lambda: 1_800_000_000.0,
    )


async def answer(call: Call, target: Target) -> Reply:
    return Reply(status=200, headers=[], body=b"", meter=METER)


def asked(**changes: object) -> Call:
    return call_with([], record=Record(), **changes)


async def test_an_answer_is_noted_with_its_status_its_time_and_what_meters_it():
    call = asked()
    reply = await recorded(answer)(call, target())
    [note] = call.record.attempts
    assert (note.provider, note.model, note.status, note.reason) == ("openai", "m", 200, None)
    assert (note.ms, note.meter, reply.meter) == (1.0, METER, METER)


async def test_without_a_model_of_the_targets_the_calls_own_is_noted():
    call = asked(model="mine")
    await recorded(answer)(call, target(None))
    assert call.record.attempts[0].model == "mine"


async def test_every_attempt_is_noted():
    call = asked()
    attempt = recorded(answer)
    await attempt(call, target())
    await attempt(call, target("other"))
    assert [note.model for note in call.record.attempts] == ["m", "other"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ProviderTimeout("Slow."), "provider_timeout"), (asyncio.CancelledError(), "cancelled")],
)
async def test_a_failure_is_noted_under_its_code_and_raised(error: BaseException, reason: str):
    async def fail(call: Call, target: Target) -> Reply:
        raise error

    call = asked()
    with pytest.raises(type(error)):
        await recorded(fail)(call, target())
    [note] = call.record.attempts
    assert (note.reason, note.status, note.ms) == (reason, None, 1.0)


async def test_a_model_without_a_price_is_refused_before_anybody_is_called():
    call = asked()
    with pytest.raises(UnknownPrice, match="Nobody knows what 'nope' costs at openai") as raised:
        await recorded(answer, "deny")(call, target("nope"))
    assert (raised.value.status, raised.value.field) == (400, "model")
    assert call.record.attempts == []


async def test_a_model_with_a_price_is_called_under_the_same_policy():
    call = asked()
    await recorded(answer, "deny")(call, target("gpt-5"))
    assert len(call.record.attempts) == 1


@pytest.mark.parametrize("operation", [Operation.COUNT_TOKENS, Operation.PASSTHROUGH])
async def test_what_costs_nothing_is_never_refused(operation: Operation):
    call = asked(operation=operation)
    await recorded(answer, "deny")(call, target("nope"))
    assert len(call.record.attempts) == 1


async def test_a_profile_of_an_application_is_billed_as_the_model_behind_it():
    call = asked()
    await recorded(answer)(call, target(PROFILE, Behind()))
    assert call.record.attempts[0].model == "behind abc"


async def test_a_profile_with_a_price_of_its_own_is_not_asked_about():
    call = asked()
    price = {f"bedrock/{PROFILE}": {"input": 1, "output": 1}}
    await recorded(answer, "estimate", **price)(call, target(PROFILE, Behind()))
    assert call.record.attempts[0].model == PROFILE
