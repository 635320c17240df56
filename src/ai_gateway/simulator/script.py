"""What the simulator says, and how it counts: the rules that a test may rely on.

**Text.** The answer to a user's text T is `You said: T`; to a tool's result R it is
`The tool said: R`; of either, the first 400 characters. Where a JSON Schema is asked for, it is
the value that `ai_gateway.simulator.schema` makes for it, as JSON. The directive `refusal` has it
be REFUSAL. It ends before the first stop sequence, and is cut to `max_tokens`. A stream sends it
one word at a time, each with the space before it.

**Tools.** The first tool, or the one that the tool choice names, is called where the tool choice
demands a call, or where the last message is a user's and contains the word `tool`. Its arguments
are the value made for its schema, as compact JSON, streamed in pieces of 8 characters. The
directive `calls` has the tools after it called too, round and round. Identifiers derive from the
number of the request.

**Tasks.** Where the last message, a user's or a tool's result, holds `call NAME {...}`, that tool
is called with those arguments instead, and as many at once as are written there. So a test's
tools lead a task of any number of turns by what they return.

**Tokens.** A text of B bytes of UTF-8 has ceil(B / 4) tokens. Input tokens are those of
everything that the model reads, joined without separators: system text, the text of every
message, names and arguments of tool calls, tool results, tool definitions as compact JSON with
their keys in the order given. Each image, document or sound counts as 85 tokens more. Output
tokens are those of the text, of the name and the arguments of each tool call, and of the
thinking, plus the directive `reasoning`. `n` answers cost n times the output.

**Identifiers and time.** Both derive from the number of the request; the first request of a
simulator is number 1 and happens at EPOCH + 1 second.
"""

import json
import re
from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.directive import Directives
from ai_gateway.simulator.schema import example

EPOCH = 1_760_000_000
"""The Unix time at which every simulator starts: a date in the past, the same in every run."""

REFUSAL = "I cannot help with that."
"""What the model says where it declines."""

ATTACHMENT_TOKENS = 85
"""What an attachment costs: OpenAI's price of an image in low detail."""

_BYTES_PER_TOKEN = 4
# Odd, so that no two numbers collide: the golden ratio's digits look like the provider's own.
_SCATTER = 0x9E3779B97F4A7C15F39CC0605CEDC8341082276BF3A27251
# More requests than one simulator gets, and few enough that a short identifier has room for both.
_PLACES = 1 << 28
# A large prompt shall cost what reading it costs, not what repeating it does.
_QUOTED = 400
_ARGUMENT_PIECE = 8
_MEGABYTE_PIECE = 16_384
_WORDS = re.compile(r"\s*\S+\s*$|\s*\S+")
_CALL = re.compile(r"call ([\w.:-]+) (?=\{)")
# msgspec reads whole documents only, and these stand in the middle of a text.
_DECODER = json.JSONDecoder()


class Tool(msgspec.Struct, frozen=True):
    """A tool that a request offers; `definition` is its compact JSON."""

    name: str
    schema: object
    definition: str


class ToolCall(msgspec.Struct, frozen=True):
    """A call that the model makes; `arguments` is compact JSON."""

    name: str
    arguments: str

    @property
    def argument_pieces(self) -> list[str]:
        """The arguments as a stream sends them."""
        step = _ARGUMENT_PIECE
        return [self.arguments[at : at + step] for at in range(0, len(self.arguments), step)]


class Prompt(msgspec.Struct):
    """What a model reads, whatever the dialect it came in.

    `texts` is everything that counts as input but the tools. `last` is the text of the last
    message, and `answers_tool` says that it is a tool's result. `forced` names the tool that
    must be called, empty where any will do and None where none must. `schema` is what a
    structured answer has to fit. `stop` holds the sequences at which the text ends.
    """

    texts: list[str] = []
    attachments: int = 0
    last: str = ""
    answers_tool: bool = False
    tools: list[Tool] = []
    forced: str | None = None
    schema: object = None
    max_tokens: int | None = None
    stop: list[str] = []
    thinking: bool = False


class Reply(msgspec.Struct, frozen=True):
    """What the model answers: text in pieces or tool calls, and the tokens of both sides.

    `input_tokens` holds `cached_tokens`, and `output_tokens` holds `reasoning_tokens`. `met` is
    the stop sequence that ended the text, None where none did; `refused` says that the text
    declines.
    """

    pieces: list[str]
    tool_calls: list[ToolCall]
    thinking: str
    cut: bool
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    met: str | None = None
    refused: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)

    @property
    def tool_call(self) -> ToolCall | None:
        """The first call, None where no tool is called."""
        return self.tool_calls[0] if self.tool_calls else None


def count_tokens(text: str) -> int:
    """Count the tokens of `text`."""
    return _tokens(_size(text))


def _tokens(size: int) -> int:
    return -(-size // _BYTES_PER_TOKEN)


def _size(text: str) -> int:
    # Only what is not ASCII has to be encoded to be measured.
    return len(text) if text.isascii() else len(text.encode())


def input_tokens(prompt: Prompt) -> int:
    """Count the tokens that a model reads."""
    read = "".join(prompt.texts) + "".join(tool.definition for tool in prompt.tools)
    return count_tokens(read) + ATTACHMENT_TOKENS * prompt.attachments


def created_at(number: int) -> int:
    """Return the Unix time at which request `number` happens."""
    return EPOCH + number


def identifier(prefix: str, number: int, length: int = 24, place: int = 0) -> str:
    """Return an identifier of request `number`: `prefix` and `length` hexadecimal digits.

    `place` tells those of one request apart.
    """
    return f"{prefix}{(number + place * _PLACES) * _SCATTER % (1 << 4 * length):0{length}x}"


def reply(prompt: Prompt, directives: Directives) -> Reply:
    """Answer `prompt`."""
    refused = directives.refusal is not None
    calls = [] if refused else _tool_calls(prompt, directives.calls)
    thinking = f"The last message has {len(prompt.last)} characters." if prompt.thinking else ""
    pieces, cut, met = ([], False, None) if calls else _pieces(prompt, directives)
    said = [*pieces, *(part for call in calls for part in (call.name, call.arguments))]
    reasoning = count_tokens(thinking) + directives.reasoning
    taken = input_tokens(prompt)
    return Reply(
        pieces=pieces,
        tool_calls=calls,
        thinking=thinking,
        cut=cut,
        met=met,
        refused=refused,
        input_tokens=taken,
        output_tokens=_tokens(sum(map(_size, said))) + reasoning,
        cached_tokens=min(directives.cached, taken),
        reasoning_tokens=reasoning,
    )


def padded(directives: Directives) -> list[str] | None:
    """Return the pieces of the length that was asked for, or None where none was."""
    if directives.megabytes is not None:
        return _filler(directives.megabytes * 64, _MEGABYTE_PIECE)
    if directives.chunks is None:
        return None
    return _filler(directives.chunks, directives.chunk_bytes or _BYTES_PER_TOKEN)


def _filler(count: int, size: int) -> list[str]:
    # One string many times: a hundred megabytes cost sixteen kilobytes.
    return [("simulated " * (size // 10 + 1))[:size]] * count


def _pieces(prompt: Prompt, directives: Directives) -> tuple[list[str], bool, str | None]:
    filler = padded(directives)
    if filler is not None:
        return filler, False, None
    whole, met = _stopped(REFUSAL if directives.refusal else _text(prompt), prompt.stop)
    text, cut = _cut(whole, prompt.max_tokens)
    met = None if cut else met
    size = directives.chunk_bytes
    if size:
        return [text[at : at + size] for at in range(0, len(text), size)], cut, met
    return _WORDS.findall(text) or [text], cut, met


def _text(prompt: Prompt) -> str:
    if prompt.schema is not None:
        return msgspec.json.encode(example(prompt.schema)).decode()
    return f"{'The tool' if prompt.answers_tool else 'You'} said: {prompt.last[:_QUOTED]}"


def _stopped(text: str, stop: list[str]) -> tuple[str, str | None]:
    """Return `text` up to the first of the sequences in `stop`, and that sequence."""
    places = [(text.find(sequence), sequence) for sequence in stop if sequence in text]
    if not places:
        return text, None
    end, met = min(places)
    return text[:end], met


def _cut(text: str, max_tokens: int | None) -> tuple[str, bool]:
    encoded = text.encode()
    if max_tokens is None or len(encoded) <= max_tokens * _BYTES_PER_TOKEN:
        return text, False
    return encoded[: max_tokens * _BYTES_PER_TOKEN].decode(errors="ignore"), True


def _tool_calls(prompt: Prompt, count: int) -> list[ToolCall]:
    tools = prompt.tools
    if not tools:
        return []
    told = list(_told(prompt))
    if told:
        return told
    asked = not prompt.answers_tool and re.search(r"\btool\b", prompt.last, re.IGNORECASE)
    if prompt.forced is None and not asked:
        return []
    named = (place for place, tool in enumerate(tools) if tool.name == prompt.forced)
    first = next(named, 0)
    called = [tools[(first + place) % len(tools)] for place in range(count)]
    return [
        ToolCall(tool.name, msgspec.json.encode(example(tool.schema)).decode()) for tool in called
    ]


def _told(prompt: Prompt) -> Iterator[ToolCall]:
    """Find the calls that the last message spells out, of tools that may be called."""
    names = {tool.name for tool in prompt.tools if prompt.forced in (None, "", tool.name)}
    for found in _CALL.finditer(prompt.last):
        try:
            arguments = _DECODER.raw_decode(prompt.last, found.end())[0]
        except ValueError:
            continue
        if found[1] in names:
            yield ToolCall(found[1], msgspec.json.encode(arguments).decode())
