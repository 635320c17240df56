"""The stage that opens a row for each call and settles it on the last byte."""

import asyncio

import msgspec

from ai_gateway.accounting.ledger import Ledger, OpenRow
from ai_gateway.accounting.money import dollars
from ai_gateway.accounting.row import Row
from ai_gateway.core.body import ByteStream
from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed

COMPLETE = "complete"
CALLER_LEFT = "caller_left"
FAILED = "internal_error"

COST = b"x-ai-gateway-cost-usd"
"""The header field that says what a whole answer cost, in dollars."""

ESTIMATED = b"x-ai-gateway-cost-estimated"
"""The header field that says that the cost is a guess."""


class Account:
    """Puts every call on record once, whatever ends it.

    A refusal of a later stage is on record too, and so is a caller that leaves: before the
    answer by cancellation, during it by the closing of its body. A whole answer says what it
    cost in its header; a stream does in a comment behind its last event if `comments` is set.
    """

    def __init__(self, ledger: Ledger, *, comments: bool = False) -> None:
        self._ledger = ledger
        self._comments = comments

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        """Pass the call on and watch how it ends. Raises what comes back raised."""
        row = self._ledger.open(call)
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
            fields = _fields(row.settle(COMPLETE))
            return (
                msgspec.structs.replace(reply, headers=reply.headers + fields) if fields else reply
            )
        comment = self._comments and reply.event_stream
        return msgspec.structs.replace(reply, body=_Accounted(reply.body, row, comment=comment))


class _Accounted:
    """A body that settles its call's row when it ends."""

    __slots__ = ("_body", "_comment", "_row")

    def __init__(self, body: ByteStream, row: OpenRow, *, comment: bool) -> None:
        self._body = body
        self._row = row
        self._comment = comment

    def __aiter__(self) -> "_Accounted":
        return self

    async def __anext__(self) -> bytes:
        try:
            return await self._body.__anext__()
        except StopAsyncIteration:
            row = self._row.settle(COMPLETE)
            if self._comment and (fields := _fields(row)):
                self._comment = False
                return b"".join(b": %b: %b\n\n" % field for field in fields)
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


def _fields(row: Row) -> HeaderPairs:
    if row.cost_nano_usd is None:
        return []
    fields = [(COST, dollars(row.cost_nano_usd).encode())]
    if row.estimated:
        fields.append((ESTIMATED, b"true"))
    return fields
