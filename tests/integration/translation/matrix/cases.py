"""The rows of the matrix: what is said, what the caller reads, what reaches the provider."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from unittest.mock import ANY

import msgspec

from ai_gateway.simulator.script import REFUSAL
from tests.integration.callers.matrix.columns import ANSWER, ARGUMENTS, ASKED, RESULT, SAID
from tests.integration.translation.matrix import content as said
from tests.integration.translation.matrix.content import NOTHING, Forms
from tests.integration.translation.matrix.talk import Talk

Play = Callable[[Talk], Awaitable[None]]
"""Leads one conversation and asserts what the caller reads."""


class Case(msgspec.Struct, frozen=True):
    """One row.

    `directive` has the simulator do its part; `sent` is what has to stand somewhere in what
    reaches the provider, in its dialect: an object is found in one that holds all its members.
    With `given_back` it has to stand there too where both speak one dialect, since it came from
    the provider. `ways` says whether the conversation is streamed.
    """

    title: str
    play: Play
    sent: Sequence[Forms] = ()
    directive: str = ""
    ways: tuple[bool, ...] = (False, True)
    given_back: bool = False


async def _turns(talk: Talk) -> None:
    for words in ("One", "Two", "Three"):
        assert (await talk.say(words, NOTHING[talk.dialect])).text == f"You said: {words}"


def _with(params: Forms) -> Play:
    """Return a conversation of one turn with `params`, answered as without them."""

    async def play(talk: Talk) -> None:
        assert (await talk.say(SAID, params[talk.dialect])).text == ANSWER

    return play


def _showing(part: Forms) -> Play:
    """Return a conversation that shows the model `part` beside a text."""

    async def play(talk: Talk) -> None:
        words = said.text(SAID)[talk.dialect]
        answer = await talk.say([part[talk.dialect], words], NOTHING[talk.dialect])
        # The name of a file is a text to Gemini.
        assert answer.text.endswith(SAID)
        assert answer.input_tokens >= 85

    return play


async def _marked(talk: Talk) -> None:
    parts = [said.MARKED[talk.dialect], said.text(SAID)[talk.dialect]]
    assert (await talk.say(parts, NOTHING[talk.dialect])).text == f"You said: Long.{SAID}"


def _calling(params: Forms, *names: str, results: Sequence[Any] = (RESULT,)) -> Play:
    """Return a conversation in which the model calls `names` and reads what came of it."""

    async def play(talk: Talk) -> None:
        asked = await talk.say(ASKED, params[talk.dialect])
        assert asked.calls == [(name, ARGUMENTS) for name in names]
        assert asked.stop in ("tool_calls", "completed", "tool_use")
        answer = await talk.report(list(results), said.TOOLS[talk.dialect])
        # Results of one message are one text to the simulator.
        assert answer.text.startswith("The tool said: ")
        assert answer.text.endswith(results[-1])

    return play


async def _forced(talk: Talk) -> None:
    params = said.TOOLS[talk.dialect] | said.NAMED[talk.dialect]
    assert (await talk.say("Hello", params)).calls == [("time", ARGUMENTS)]


async def _one_call(talk: Talk) -> None:
    params = said.TOOL[talk.dialect] | said.ONE_CALL[talk.dialect]
    assert (await talk.say(ASKED, params)).calls == [("weather", ARGUMENTS)]


async def _required(talk: Talk) -> None:
    params = said.TOOLS[talk.dialect] | said.REQUIRED[talk.dialect]
    assert (await talk.say("Hello", params)).calls == [("weather", ARGUMENTS)]


async def _image_result(talk: Talk) -> None:
    params = said.TOOL[talk.dialect]
    await talk.say(ASKED, params)
    parts = [said.text(RESULT)[talk.dialect], said.IMAGE[talk.dialect]]
    answer = await talk.report([parts], params)
    assert answer.input_tokens >= 85


async def _schema(talk: Talk) -> None:
    answer = await talk.say(SAID, said.OUTPUT[talk.dialect])
    assert msgspec.json.decode(answer.text) == ARGUMENTS


async def _thinking(talk: Talk) -> None:
    params = said.THOUGHT[talk.dialect] | said.TOOL[talk.dialect]
    asked = await talk.say(ASKED, params)
    assert asked.calls == [("weather", ARGUMENTS)]
    assert (await talk.report([RESULT], params)).text == f"The tool said: {RESULT}"


async def _stop_sequence(talk: Talk) -> None:
    answer = await talk.say(SAID, said.STOP[talk.dialect])
    assert answer.text == ANSWER.partition("dear")[0]
    # Which sequence it was, or that it was one, only Anthropic says.
    assert answer.stop in (said.STOPPED[talk.dialect], "end_turn")


async def _length(talk: Talk) -> None:
    answer = await talk.say("x" * 100, said.SHORT[talk.dialect])
    assert answer.text == f"You said: {'x' * 54}"
    assert answer.stop == said.LENGTH[talk.dialect]


async def _refusal(talk: Talk) -> None:
    answer = await talk.say(SAID, NOTHING[talk.dialect])
    if answer.refusal is not None:
        assert (answer.refusal, answer.text) == (REFUSAL, "")
    else:
        # Converse and Gemini tell a refusal from an answer by the reason to stop alone.
        assert (answer.text, answer.stop) == (REFUSAL, said.REFUSED[talk.dialect])


async def _cached(talk: Talk) -> None:
    answer = await talk.say(SAID, NOTHING[talk.dialect])
    assert (answer.input_tokens, answer.cached_tokens) == (6, 4)


async def _reasoned(talk: Talk) -> None:
    answer = await talk.say(SAID, NOTHING[talk.dialect])
    assert (answer.output_tokens, answer.reasoning_tokens) == (16, 7)


_SCHEMA_TEXT = msgspec.json.encode(said.SCHEMA).decode()
_THOUGHT_TEXT = f"The last message has {len(ASKED)} characters."
_SIGNATURE = base64.b64encode(_THOUGHT_TEXT.encode()).decode()
_GIVEN_BACK = said.forms(
    {"reasoning": "nothing has it"},
    {"type": "reasoning", "encrypted_content": f"gAAAA{_SIGNATURE}"},
    {"type": "thinking", "thinking": _THOUGHT_TEXT, "signature": _SIGNATURE},
    {"reasoningText": {"text": _THOUGHT_TEXT, "signature": _SIGNATURE}},
    {"thoughtSignature": ANY},
)
_STREAM = said.forms({"stream": True}, {"stream": True}, {"stream": True}, {}, {})
_ASSISTANT = said.forms(
    {"role": "assistant"},
    {"role": "assistant"},
    {"role": "assistant"},
    {"role": "assistant"},
    {"role": "model"},
)
_ANSWERED = said.forms(
    {"role": "tool", "content": RESULT},
    {"type": "function_call_output", "output": RESULT},
    {"type": "tool_result"},
    {"toolResult": {"content": [{"text": RESULT}]}},
    {"functionResponse": {"response": {"output": RESULT}}},
)

CASES = (
    Case("plain", _with(NOTHING), ways=(False,)),
    Case(
        "streamed",
        _with(NOTHING),
        [_STREAM],
        ways=(True,),
    ),
    Case(
        "several turns",
        _turns,
        [_ASSISTANT],
    ),
    Case(
        "system",
        _with(said.SYSTEM),
        [
            said.forms(
                {"role": "system", "content": "Be brief."},
                {"role": "system", "content": "Be brief."},
                {"system": [{"type": "text", "text": "Be brief."}]},
                {"system": [{"text": "Be brief."}]},
                {"systemInstruction": {"parts": [{"text": "Be brief."}]}},
            )
        ],
    ),
    Case(
        "developer",
        _with(said.DEVELOPER),
        [
            said.forms(
                {"role": "system", "content": "Be brief."},
                {"role": "developer", "content": "Be brief."},
                {"system": [{"type": "text", "text": "Be brief."}]},
                {"system": [{"text": "Be brief."}]},
                {"systemInstruction": {"parts": [{"text": "Be brief."}]}},
            )
        ],
    ),
    Case("tools", _calling(said.TOOL, "weather"), [_ANSWERED]),
    Case(
        "parallel tools",
        _calling(said.TOOLS, "weather", "time", results=("rainy", RESULT)),
        [_ANSWERED],
        "calls=2",
    ),
    Case("one call at a time", _one_call, [said.ONE_CALL]),
    Case("tool choice: required", _required, [said.REQUIRED]),
    Case("tool choice: named", _forced, [said.NAMED]),
    Case("tool result with image", _image_result, [said.IMAGE]),
    Case("image by base64", _showing(said.IMAGE), [said.IMAGE]),
    Case("image by URL", _showing(said.LINKED_IMAGE), [said.LINKED_IMAGE]),
    Case("PDF", _showing(said.PDF), [said.PDF]),
    Case(
        "schema output",
        _schema,
        [
            said.forms(
                {"schema": said.SCHEMA},
                {"schema": said.SCHEMA},
                {"schema": said.SCHEMA},
                {"jsonSchema": {"schema": _SCHEMA_TEXT}},
                {"responseJsonSchema": said.SCHEMA},
            )
        ],
    ),
    Case("thinking, round trip", _thinking, [_GIVEN_BACK], given_back=True),
    Case(
        "prompt cache marks",
        _marked,
        [
            said.forms(
                {"prompt_cache_breakpoint": {}},
                {"prompt_cache_breakpoint": {}},
                {"cache_control": {"type": "ephemeral"}},
                {"cachePoint": {"type": "default"}},
            )
        ],
    ),
    Case("end user", _with(said.USER), [said.USER]),
    Case("stop sequence", _stop_sequence, [said.STOP]),
    Case("length stop", _length),
    Case("refusal", _refusal, directive="refusal"),
    Case("cached tokens", _cached, directive="cached=4"),
    Case("reasoning tokens", _reasoned, directive="reasoning=7"),
)
"""Every row of what is said, in the order of the page."""
