"""The order of the stages is one value, and the journey follows it."""

from dataclasses import FrozenInstanceError

import pytest

from ai_gateway.core.call import Call
from ai_gateway.core.errors import UnknownProvider
from ai_gateway.core.reply import Reply
from ai_gateway.core.stage import Proceed, Stage
from ai_gateway.pipeline import Journey, Pipeline
from tests.unit.core.calls import CHAT


class Journal:
    """The stages of a pipeline, which note who was met when."""

    def __init__(self) -> None:
        self.met: list[str] = []

    def stage(self, name: str) -> Stage:
        async def meet(call: Call, proceed: Proceed) -> Reply:
            self.met.append(name)
            try:
                return await proceed(call)
            finally:
                self.met.append(f"{name} again")

        return meet

    def pipeline(self, routing: Proceed, *, authenticated: bool = True) -> Pipeline:
        return Pipeline(
            authentication=self.stage("authentication") if authenticated else None,
            accounting=self.stage("accounting"),
            admission=self.stage("admission"),
            routing=routing,
        )

    async def route(self, call: Call) -> Reply:
        self.met.append("routing")
        return Reply(status=200, headers=[], body=call.id.encode())

    async def refuse(self, call: Call) -> Reply:
        raise UnknownProvider("None.")


@pytest.mark.anyio
async def test_a_call_meets_the_stages_in_their_order():
    journal = Journal()
    reply = await journal.pipeline(journal.route).journey()(CHAT)
    assert reply.body == b"r-1"
    assert journal.met == [
        *("authentication", "accounting", "admission", "routing"),
        *("admission again", "accounting again", "authentication again"),
    ]


@pytest.mark.anyio
async def test_a_refusal_goes_back_through_the_stages_before_it():
    journal = Journal()
    with pytest.raises(UnknownProvider):
        await journal.pipeline(journal.refuse).journey()(CHAT)
    assert journal.met == [
        *("authentication", "accounting", "admission"),
        *("admission again", "accounting again", "authentication again"),
    ]


@pytest.mark.anyio
async def test_where_nobody_has_to_say_who_calls_accounting_is_outermost():
    journal = Journal()
    await journal.pipeline(journal.route, authenticated=False).journey()(CHAT)
    assert journal.met[0] == "accounting"


def test_the_order_is_frozen():
    journal = Journal()
    pipeline = journal.pipeline(journal.route)
    with pytest.raises(FrozenInstanceError):
        pipeline.routing = journal.refuse  # pyright: ignore[reportAttributeAccessIssue]  # that is it


@pytest.mark.anyio
async def test_the_way_may_change_between_two_calls():
    first, second = Journal(), Journal()
    journey = Journey()
    for journal in (first, second):
        journey.proceed = journal.route
        await journey(CHAT)
    assert first.met == second.met == ["routing"]
