"""Every dialect to every provider: what was said arrives, and what was answered comes back."""

import json
from typing import Any

import anthropic
import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.matrix.conditions import Condition
from tests.integration.callers.sdks import Sdks
from tests.integration.translation.cloud_strictness import TOKENS, check_requests
from tests.integration.translation.matrix.cases import CASES, Case
from tests.integration.translation.matrix.columns import CALLERS, COLUMNS, Column
from tests.integration.translation.matrix.content import NOTHING
from tests.integration.translation.matrix.errors import ERRORS
from tests.integration.translation.matrix.fragment import stands_in
from tests.integration.translation.matrix.impossible import number
from tests.integration.translation.matrix.page import PAGE, PASSES, PROPERTY, expected, page, title
from tests.integration.translation.matrix.talk import TALKS, Dialect

SdkError = openai.APIError | anthropic.APIError

PAIRS = [(caller, column) for caller in CALLERS for column in COLUMNS]


async def lead(case: Case, caller: Dialect, column: Column, sdks: Sdks, simulator: Any) -> None:
    """Lead the conversation of a cell, and look at what reached the provider."""
    model = f"{column.provider}/{column.model}{case.directive and '@'}{case.directive}"
    for streamed in case.ways:
        simulator.requests.clear()
        await case.play(TALKS[caller](sdks, model, streamed=streamed))
        spoken = column.spoken(caller)
        # Google's credentials fetch their token now and then.
        requests = [request for request in simulator.requests if request.path != TOKENS]
        assert requests
        for request in requests:
            assert column.is_place(request.path, caller, streamed=streamed), request.path
        if caller not in column.native:
            check_requests(requests)
        elif not case.given_back:
            continue  # those bytes are the caller's own
        bodies = [json.loads(request.body) for request in requests]
        for fragment in case.sent:
            assert stands_in(fragment[spoken], bodies), (fragment[spoken], bodies[-1])


def cells(*, possible: bool) -> list[Any]:
    return [
        pytest.param(case, caller, column, id=f"{case.title}-{caller}-{column.provider}")
        for case in CASES
        for caller, column in PAIRS
        if (number(case.title, caller, column.provider) is None) is possible
    ]


@pytest.mark.anyio
@pytest.mark.parametrize(("case", "caller", "column"), cells(possible=True))
async def test_cell(
    case: Case,
    caller: Dialect,
    column: Column,
    callers: Sdks,
    simulator: Simulator,
    record_property: Any,
) -> None:
    record_property(PROPERTY, (case.title, title(caller, column.provider), PASSES))
    await lead(case, caller, column, callers, simulator)


@pytest.mark.anyio
@pytest.mark.parametrize(("case", "caller", "column"), cells(possible=False))
async def test_what_is_listed_as_impossible_does_not_pass(
    case: Case,
    caller: Dialect,
    column: Column,
    callers: Sdks,
    simulator: Simulator,
    record_property: Any,
) -> None:
    reason = str(number(case.title, caller, column.provider))
    record_property(PROPERTY, (case.title, title(caller, column.provider), reason))
    refusals = (openai.BadRequestError, anthropic.BadRequestError, AssertionError, TypeError)
    with pytest.raises(refusals):
        await lead(case, caller, column, callers, simulator)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("error", "caller", "column"),
    [
        pytest.param(error, caller, column, id=f"{error.title}-{caller}-{column.provider}")
        for error in ERRORS
        for caller, column in PAIRS
    ],
)
async def test_error(
    error: Condition, caller: Dialect, column: Column, callers: Sdks, record_property: Any
) -> None:
    name = title(caller, column.provider)
    model = f"{column.provider}/{column.model}@{error.directive}"
    seen: set[str] = set()
    for way in error.ways:
        talk = TALKS[caller](callers, model, streamed=way == "streamed")
        with pytest.raises((openai.APIError, anthropic.APIError)) as raised:
            await talk.say("one two three four five", NOTHING[caller])
        seen.add(type(raised.value).__name__)
        check_wait(error, raised.value)
    record_property(PROPERTY, (error.title, name, " and ".join(sorted(seen))))
    assert seen == {expected()[error.title, name]}


def check_wait(error: Condition, raised: SdkError) -> None:
    """The wait that a provider asks for is visible behind every dialect."""
    if "retry-after" in error.directive:
        assert isinstance(raised, openai.APIStatusError | anthropic.APIStatusError)
        assert raised.response.headers["retry-after"] == "7"


def test_the_page_says_what_the_tests_assert() -> None:
    assert PAGE.read_text("utf-8") == page(), (
        "docs/translation.md is not true; write it anew: "
        "python -m tests.integration.translation.matrix"
    )


def test_few_cells_are_impossible() -> None:
    found = list(expected().values())
    assert sum(cell.isdecimal() for cell in found) <= 0.15 * len(found)
