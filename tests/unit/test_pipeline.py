"""The order of the stages is one value, and the journey follows it."""

from dataclasses import FrozenInstanceError

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import UnknownProvider
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed
from ai_gateway.pipeline import Pipeline
from tests.unit.core.calls import CHAT


class Journal:
    """Both stages of a pipeline, which note who was met when."""

    def __init__(self) -> None:
        self.met: list[str] = []

    async def account(self, call: Call, proceed: Proceed) -> Reply:
        self.met.append("accounting")
        try:
            return await proceed(call)
        finally:
            self.met.append("accounting again")

    async def route(self, call: Call) -> Reply:
        self.met.append("routing")
        return Reply(status=200, headers=[], body=call.id.encode())

    async def refuse(self, call: Call) -> Reply:
        raise UnknownProvider("None.")


@pytest.mark.anyio
async def test_a_call_meets_the_stages_in_their_order():
    journal = Journal()
    reply = await Pipeline(accounting=journal.account, routing=journal.route).journey()(CHAT)
    assert reply.body == b"r-1"
    assert journal.met == ["accounting", "routing", "accounting again"]


@pytest.mark.anyio
async def test_a_refusal_goes_back_through_the_stages_before_it():
    journal = Journal()
    with pytest.raises(UnknownProvider):
        await Pipeline(accounting=journal.account, routing=journal.refuse).journey()(CHAT)
    assert journal.met == ["accounting", "accounting again"]


def test_the_order_is_frozen():
    journal = Journal()
    pipeline = Pipeline(accounting=journal.account, routing=journal.route)
    with pytest.raises(FrozenInstanceError):
        pipeline.routing = journal.refuse  # pyright: ignore[reportAttributeAccessIssue]  # that is it
