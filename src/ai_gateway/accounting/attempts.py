"""Puts every attempt on its call's record, whoever makes it and however often."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from ai_gateway.accounting.prices.table import PriceTable
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError, UnknownPrice
from ai_gateway.core.operation import Operation
from ai_gateway.core.record import Attempted
from ai_gateway.core.reply import Reply
from ai_gateway.providers.bedrock.model_id import parse_model
from ai_gateway.providers.contract import Provider, Target

MakeAttempt = Callable[[Call, Target], Awaitable[Reply]]

_FREE_OF_CHARGE = frozenset({Operation.COUNT_TOKENS, Operation.PASSTHROUGH})
"""What costs nothing, or is not read well enough to be refused for its price."""


class RecordedAttempt:
    """An attempt that leaves a note on `Call.record`; see `ai_gateway.providers.attempt.Attempt`.

    It stands around each attempt and not around the call, so that a retry, a fallback and an
    answer that a guardrail throws away are billed too. Where the policy is to deny, a model
    without a price raises `UnknownPrice` before anybody is called.
    """

    def __init__(
        self,
        attempt: MakeAttempt,
        prices: PriceTable,
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._attempt = attempt
        self._prices = prices
        self._clock = clock
        self._wall = wall

    async def __call__(self, call: Call, target: Target) -> Reply:
        """Make the attempt. Raises what it raises, and `UnknownPrice`."""
        provider = target.provider
        model = target.model or call.model
        if model is not None and model.startswith("arn:") and parse_model(model).is_profile:
            # The name of an application's profile says nothing; Bedrock says it once.
            model = await self._behind(provider, model)
        if self._prices.unknown == "deny" and call.operation not in _FREE_OF_CHARGE:
            self._check(provider.name, model)
        note = Attempted(provider.name, model, self._clock())
        call.record.attempts.append(note)
        try:
            reply = await self._attempt(call, target)
        except GatewayError as error:
            note.reason = error.code
            raise
        except asyncio.CancelledError:
            note.reason = "cancelled"
            raise
        finally:
            note.ms = self._clock() - note.started
        note.status, note.meter = reply.status, reply.meter
        return reply

    async def _behind(self, provider: Provider, model: str) -> str:
        if self._prices.names_own(provider.name, model):
            return model
        return await provider.own_name(model)

    def _check(self, provider: str, model: str | None) -> None:
        day = datetime.fromtimestamp(self._wall(), UTC).date()
        if self._prices.price(provider, model, day) is None:
            raise UnknownPrice(
                f"Nobody knows what {str(model)[:200]!r} costs at {provider}, and calls without a "
                "price are refused here. Name another model, or have the operator set "
                "accounting.prices.models.",
                field="model",
                provider=provider,
            )
