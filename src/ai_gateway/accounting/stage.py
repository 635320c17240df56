"""The stage that opens a row for each call and settles it on the last byte."""

import asyncio
from collections.abc import Callable

import msgspec

from ai_gateway.accounting.ledger import Ledger, OpenRow
from ai_gateway.core.body import ByteStream
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed

COMPLETE = "complete"
CALLER_LEFT = "caller_left"
FAILED = "internal_error"


class Account:
    """Puts every call on record once, whatever ends it.

    A refusal of a later stage is on record too, and so is a caller that leaves: before the
    answer by cancellation, during it by the closing of its body.
    """

    def __init__(
        self, ledger: Ledger, clock: Callable[[], float], wall: Callable[[], float]
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._wall = wall

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        """Pass the call on and watch how it ends. Raises what comes back raised."""
        row = OpenRow(call, self._ledger, self._clock, self._wall)
        try:
            reply = await proceed(call)
        except GatewayError as error:
            row.settle(error.code, error.status)
            raise
        except asyncio.CancelledError:
            row.settle(CALLER_LEFT)
            raise
        except BaseException:
            row.settle(FAILED, 500)
            raise
        row.answered(reply)
        if isinstance(reply.body, bytes):
            row.settle(COMPLETE)
            return reply
        return msgspec.structs.replace(reply, body=_Accounted(reply.body, row))


class _Accounted:
    """A body that settles its call's row when it ends."""

    __slots__ = ("_body", "_row")

    def __init__(self, body: ByteStream, row: OpenRow) -> None:
        self._body = body
        self._row = row

    def __aiter__(self) -> "_Accounted":
        return self

    async def __anext__(self) -> bytes:
        try:
            return await self._body.__anext__()
        except StopAsyncIteration:
            self._row.settle(COMPLETE)
            raise
        except GatewayError as error:
            self._row.settle(error.code)
            raise
        except asyncio.CancelledError:
            self._row.settle(CALLER_LEFT)
            raise
        except BaseException:
            self._row.settle(FAILED)
            raise

    async def aclose(self) -> None:
        # Closed before its end: nobody is there any more to send the rest to.
        self._row.settle(CALLER_LEFT)
        await self._body.aclose()
