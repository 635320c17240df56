"""A conversation, written for a provider."""

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.neutral.content import (
    Image,
    Part,
    RedactedThinking,
    Refusal,
    ServerToolCall,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from ai_gateway.dialects.neutral.request import Message, Role
from ai_gateway.dialects.neutral.source import Inline
from ai_gateway.dialects.openai_chat.content_shapes import (
    Address,
    CalledFunction,
    ContentPart,
    ExtraContent,
    FunctionCall,
    GoogleContent,
    ImagePart,
    RefusalPart,
    TextPart,
)
from ai_gateway.dialects.openai_chat.content_writer import ContentWriter
from ai_gateway.dialects.openai_chat.message_writer import MessageWriter
from ai_gateway.dialects.openai_chat.quirks import Quirks
from ai_gateway.dialects.openai_chat.reasoning import write_thoughts
from ai_gateway.dialects.openai_chat.request_shapes import (
    AssistantMessage,
    ChatMessage,
    DeveloperMessage,
    SystemMessage,
    ToolMessage,
    UserMessage,
)

OPENAI = Quirks()
PNG = Image(Inline("iVBORw0=", "image/png"))
WRITTEN_PNG = ImagePart(Address("data:image/png;base64,iVBORw0="))


def write(
    *messages: Message, quirks: Quirks = OPENAI, dropped: dict[str, None] | None = None
) -> list[ChatMessage]:
    left_out = {} if dropped is None else dropped
    parts = ContentWriter(quirks, True, left_out)
    return MessageWriter(quirks, parts, left_out).write(messages)


def said(role: Role, *parts: Part) -> Message:
    return Message(role, parts, at="messages.0")


def test_every_role_is_written_in_its_place() -> None:
    assert write(
        said("system", Text("a")),
        said("developer", Text("b")),
        Message("user", (Text("c"),), "ann"),
        said("assistant", Text("d")),
        said("system", Text("e")),
    ) == [
        SystemMessage("a"),
        DeveloperMessage("b"),
        UserMessage("c", "ann"),
        AssistantMessage("d"),
        SystemMessage("e"),
    ]


def test_an_older_server_knows_no_developers() -> None:
    assert write(said("developer", Text("b")), quirks=Quirks(current=False)) == [SystemMessage("b")]


def test_results_are_messages_of_their_own_in_the_order_given() -> None:
    assert write(
        said(
            "user",
            ToolResult("c1", (Text("1"),)),
            ToolResult("c2", (Text("2"), Text("3"))),
            Text("go on"),
        ),
        said("user"),
    ) == [
        ToolMessage("1", "c1"),
        ToolMessage([TextPart("2"), TextPart("3")], "c2"),
        UserMessage("go on"),
        UserMessage(""),
    ]


def test_a_picture_that_a_tool_returned_is_shown_behind_all_results() -> None:
    note = "What it returned is attached to the next message."
    assert write(
        said("user", ToolResult("c1", (PNG,))),
        said("user", ToolResult("c2", (Text("2"),))),
        said("assistant", Text("nice")),
    ) == [
        ToolMessage(note, "c1"),
        ToolMessage("2", "c2"),
        UserMessage([TextPart("Returned by the tool call c1:"), WRITTEN_PNG]),
        AssistantMessage("nice"),
    ]


def test_a_picture_from_a_tool_comes_before_what_the_user_says_next() -> None:
    _, user = write(said("user", ToolResult("c1", (PNG,)), Text("well?")))
    shown: list[ContentPart] = [
        TextPart("Returned by the tool call c1:"),
        WRITTEN_PNG,
        TextPart("well?"),
    ]
    assert user == UserMessage(shown)


def test_a_failed_call_says_so_in_words() -> None:
    failed = (ToolResult("c1", (Text("no such file"),), True), ToolResult("c2", (), True))
    assert write(said("user", *failed)) == [
        ToolMessage("Error: no such file", "c1"),
        ToolMessage("Error", "c2"),
    ]


def test_an_answer_with_calls_and_no_words_has_no_content() -> None:
    assert write(said("assistant", ToolCall("c1", "f", ""))) == [
        AssistantMessage(
            tool_calls=[FunctionCall("c1", CalledFunction("f", "{}"))],
        )
    ]
    assert write(said("assistant", Text("a"), Refusal("no"))) == [
        AssistantMessage([TextPart("a"), RefusalPart("no")])
    ]


THOUGHTFUL = said(
    "assistant",
    Thinking("why", "sig"),
    RedactedThinking("data"),
    Text("so"),
    ToolCall("c1", "f", "{}", "google"),
)


def test_openai_takes_no_thoughts_back_and_they_are_named() -> None:
    dropped: dict[str, None] = {}
    (answer,) = write(THOUGHTFUL, dropped=dropped)
    assert answer == AssistantMessage(
        "so", tool_calls=[FunctionCall("c1", CalledFunction("f", "{}"))]
    )
    assert list(dropped) == ["thinking"]


@pytest.mark.parametrize("reasoning", ["reasoning_content", "reasoning_details"])
def test_servers_get_thoughts_back_where_they_take_them(reasoning: str) -> None:
    quirks = (
        Quirks(reasoning="reasoning_content")
        if reasoning == "reasoning_content"
        else Quirks(reasoning="reasoning_details")
    )
    (answer,) = write(THOUGHTFUL, quirks=quirks)
    extra = ExtraContent(GoogleContent("google"))
    details = write_thoughts([Thinking("why", "sig"), RedactedThinking("data")])
    plain = reasoning == "reasoning_content"
    assert answer == AssistantMessage(
        "so",
        tool_calls=[FunctionCall("c1", CalledFunction("f", "{}"), extra)],
        reasoning_content="why" if plain else None,
        reasoning_details=None if plain else details,
    )


@pytest.mark.parametrize(
    ("message", "holds"),
    [
        (said("system", PNG), "instructions that are not text"),
        (said("user", Refusal("no")), "a refusal"),
        (said("assistant", PNG), "a part of the kind `image` among what the model said"),
        (said("assistant", ServerToolCall("s", "web_search", "{}")), "`server_tool_call`"),
    ],
)
def test_what_has_no_shape_is_refused_with_its_place(message: Message, holds: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        write(message)
    assert caught.value.field == "messages.0"
    assert holds in caught.value.message


def test_the_thought_and_the_calls_of_a_turn_are_one_message() -> None:
    calls = [ToolCall(f"call_{place}", "f", "{}") for place in (1, 2)]
    results = [ToolResult(call.id, (Text("1"),)) for call in calls]
    written = write(
        *(Message("assistant", (part,)) for part in (Thinking("Hm."), *calls)),
        *(Message("user", (result,)) for result in results),
        quirks=Quirks(reasoning="reasoning_content"),
    )
    assert written == [
        AssistantMessage(
            content=None,
            tool_calls=[FunctionCall(call.id, CalledFunction("f", "{}")) for call in calls],
            reasoning_content="Hm.",
        ),
        ToolMessage("1", "call_1"),
        ToolMessage("1", "call_2"),
    ]


def test_texts_of_the_model_stay_apart() -> None:
    messages = [Message("assistant", (Text(words),)) for words in ("One.", "Two.")]
    assert write(*messages) == [AssistantMessage(content="One."), AssistantMessage(content="Two.")]
