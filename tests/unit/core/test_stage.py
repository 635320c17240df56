"""A stage answers, refuses, or lets the rest of the journey answer."""

import msgspec
import pytest

from ai_gateway.accounting.stage import Account
from ai_gateway.core.call import Call
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed, Stage
from tests.unit.core.calls import CHAT

# The type checker proves that every stage of the package fits.
STAGES: tuple[type[Stage], ...] = (Account,)


async def echo(call: Call) -> Reply:
    return Reply(status=200, headers=[], body=call.id.encode())


class Marked:
    """Passes on another call, and looks at what comes back."""

    async def __call__(self, call: Call, proceed: Proceed) -> Reply:
        reply = await proceed(msgspec.structs.replace(call, id="marked"))
        return msgspec.structs.replace(reply, status=201)


@pytest.mark.anyio
async def test_a_stage_proceeds_with_a_call_and_looks_at_the_reply():
    stage: Stage = Marked()
    reply = await stage(CHAT, echo)
    assert (reply.status, reply.body) == (201, b"marked")
