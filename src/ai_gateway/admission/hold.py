"""What a call holds, given back once, on the last byte."""

import asyncio
from collections.abc import Callable

import msgspec

from ai_gateway.admission.contract import Pricing
from ai_gateway.admission.quote import Quote
from ai_gateway.core.body import ByteStream
from ai_gateway.core.errors import ProviderError, ProviderUnreachable
from ai_gateway.core.reply import Reply
from ai_gateway.core.usage import Usage
from ai_gateway.store.contract import Ask, Granted, Settlement


class Hold:
    """What the store granted one call, settled once by whatever ends the call first.

    The cost is exact where the provider reported usage. A call that reached no provider, or was
    refused by it, costs nothing. Where a provider may have worked and reported nothing, what was
    reserved is what it costs; where its answer was cut, as many tokens as bytes were passed on,
    and no more than was reserved.
    """

    __slots__ = ("_ask", "_granted", "_pricing", "_quote", "_reply", "_settle", "passed")

    def __init__(
        self,
        settle: Callable[[Settlement], None],
        pricing: Pricing,
        quote: Quote,
        ask: Ask,
        granted: Granted,
    ) -> None:
        self._settle: Callable[[Settlement], None] | None = settle
        self._pricing = pricing
        self._quote = quote
        self._ask = ask
        self._granted = granted
        self._reply: Reply | None = None
        self.passed = 0

    def answered(self, reply: Reply) -> None:
        """Note that the answer has begun."""
        self._reply = reply

    def complete(self) -> None:
        """Settle a call whose answer is complete."""
        reply = self._reply
        if reply is None or reply.status >= 400:
            self._end(0, 0)
            return
        usage = None if reply.meter is None else reply.meter.usage
        if usage is None:
            self._end(None, self._reserved())
        else:
            self._end(_tokens(usage), self._cost(reply, usage))

    def cut(self) -> None:
        """Settle a call whose answer ended before it was complete."""
        reply = self._reply
        if reply is None or reply.status >= 400:
            self.complete()
            return
        usage = None if reply.meter is None else reply.meter.usage
        reported = 0 if usage is None else self._cost(reply, usage)
        passed = 0
        if reply.served is not None:
            passed = self._pricing.upper_bound(reply.served, self._quote.input, self.passed) or 0
        tokens = None if usage is None else _tokens(usage)
        self._end(tokens, max(reported, min(passed, self._reserved())))

    def failed(self, error: BaseException) -> None:
        """Settle a call that was never answered."""
        at_work = isinstance(error, ProviderError | asyncio.CancelledError)
        if at_work and not isinstance(error, ProviderUnreachable):
            self._end(None, self._reserved())
        else:
            self._end(0, 0)

    def _reserved(self) -> int:
        hard = any(budget.cap is not None for budget in self._ask.budgets)
        return self._granted.amount if hard else self._ask.estimate

    def _cost(self, reply: Reply, usage: Usage) -> int:
        if not self._ask.budgets or reply.served is None:
            return 0
        return self._pricing.cost(reply.served, usage) or 0

    def _end(self, tokens: int | None, cost: int) -> None:
        settle, self._settle = self._settle, None
        if settle is not None:
            settle(Settlement(self._ask, self._granted, tokens, cost))


class HeldBody:
    """A body that gives its call's hold back when it ends."""

    __slots__ = ("_body", "_hold")

    def __init__(self, body: ByteStream, hold: Hold) -> None:
        self._body = body
        self._hold = hold

    def __aiter__(self) -> "HeldBody":
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = await self._body.__anext__()
        except StopAsyncIteration:
            self._hold.complete()
            raise
        except BaseException:
            self._hold.cut()
            raise
        self._hold.passed += len(piece)
        return piece

    async def aclose(self) -> None:
        """Close the body; before its end, the answer is cut."""
        self._hold.cut()
        await self._body.aclose()


def held(reply: Reply, hold: Hold) -> Reply:
    """Return `reply`, whose end gives `hold` back."""
    hold.answered(reply)
    if isinstance(reply.body, bytes):
        hold.complete()
        return reply
    return msgspec.structs.replace(reply, body=HeldBody(reply.body, hold))


def _tokens(usage: Usage) -> int:
    """Return what counts against a rate: input and output, each as its vendor counts it."""
    return (usage.input_tokens or 0) + (usage.output_tokens or 0)
