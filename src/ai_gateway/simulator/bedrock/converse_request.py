"""What a model reads in a Converse request, and what of it goes to the prompt cache.

Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and, for the
fields that only Claude has, docs.claude.com/en/api/messages.
"""

import msgspec

from ai_gateway.simulator.bedrock.checks import check_model, check_shape, json_fields
from ai_gateway.simulator.bedrock.conversation import check_conversation
from ai_gateway.simulator.bedrock.errors import refuse, refuse_by_model
from ai_gateway.simulator.jsonvalue import Json, object_at, text_of
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Prompt, Tool, input_tokens
from ai_gateway.simulator.shape import Record

_ATTACHMENTS = ("image", "document", "video", "audio")
_SMALLEST_THOUGHT = 1024
_DEFAULT_TTL = "5m"


class CachePoint(msgspec.Struct, frozen=True):
    """A cache point: how long it keeps, and the tokens of everything before it."""

    ttl: str
    tokens: int


class Question(msgspec.Struct, frozen=True):
    """A valid Converse request: its body, what the model reads, and the cache points in it."""

    fields: Json
    prompt: Prompt
    cache_points: list[CachePoint]


def read(request: Request, shape: Record) -> Question:
    """Return what `request` asks; refuse what is not valid."""
    return read_fields(request, check_shape(request, json_fields(request), shape))


def read_fields(request: Request, fields: Json) -> Question:
    """Return what `fields`, a body of the right shape, ask; refuse what is not valid."""
    check_model(request)
    inference = object_at(fields, "inferenceConfig")
    thinking = _thinks(request, fields, inference.get("maxTokens"))
    # Only a thought by a budget has to come back: adaptive models take turns without one.
    check_conversation(request, fields, thinking=thinking == "enabled")
    reader = _Reader()
    reader.prompt.schema = _schema(request, fields)
    reader.prompt.max_tokens = inference.get("maxTokens")
    reader.prompt.stop = inference.get("stopSequences") or []
    reader.prompt.thinking = thinking not in (None, "disabled")
    reader.read_tools(object_at(fields, "toolConfig"))
    reader.read_blocks(fields.get("system") or [])
    for message in fields["messages"]:
        reader.read_message(message)
    return Question(fields, reader.prompt, reader.cache_points)


def _thinks(request: Request, fields: Json, limit: int | None) -> str | None:
    """Tell how Claude is asked to think, and refuse a budget that it cannot have."""
    thinking = object_at(object_at(fields, "additionalModelRequestFields"), "thinking")
    kind: str | None = thinking.get("type")
    if kind != "enabled":
        return kind
    budget = thinking.get("budget_tokens")
    if not isinstance(budget, int) or budget < _SMALLEST_THOUGHT:
        text = "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
        raise refuse_by_model(request, text)
    if limit is not None and budget >= limit:
        text = "`max_tokens` must be greater than `thinking.budget_tokens`."
        raise refuse_by_model(request, text)
    return kind


def _schema(request: Request, fields: Json) -> object:
    wanted = object_at(object_at(fields, "outputConfig"), "textFormat")
    if not wanted:
        return None
    try:
        return msgspec.json.decode(wanted["structure"]["jsonSchema"]["schema"])
    except msgspec.DecodeError:
        text = "The value at outputConfig.textFormat.structure.jsonSchema.schema is not valid JSON."
        raise refuse(request, text) from None


class _Reader:
    """Collects what the model reads, in the order that prompts are cached in: tools first."""

    def __init__(self) -> None:
        self.prompt = Prompt()
        self.cache_points: list[CachePoint] = []

    def read_tools(self, config: Json) -> None:
        for tool in config.get("tools", ()):
            if "cachePoint" in tool:
                self._mark(tool["cachePoint"])
            elif "toolSpec" in tool:
                spec = tool["toolSpec"]
                definition = msgspec.json.encode(spec).decode()
                self.prompt.tools.append(
                    Tool(spec["name"], spec["inputSchema"]["json"], definition)
                )
        choice = object_at(config, "toolChoice")
        if "tool" in choice:
            self.prompt.forced = choice["tool"]["name"]
        elif "any" in choice:
            self.prompt.forced = ""

    def read_message(self, message: Json) -> None:
        before = len(self.prompt.texts)
        self.read_blocks(message["content"])
        self.prompt.last = "".join(self.prompt.texts[before:])
        self.prompt.answers_tool = any("toolResult" in block for block in message["content"])

    def read_blocks(self, blocks: list[Json]) -> None:
        for block in blocks:
            for name, value in block.items():
                if name == "cachePoint":
                    self._mark(value)
                elif name in _ATTACHMENTS:
                    self.prompt.attachments += 1
                elif name == "toolResult":
                    self.read_blocks(value["content"])
                else:
                    self.prompt.texts += filter(None, _texts(name, block))

    def _mark(self, point: Json) -> None:
        ttl = point.get("ttl") or _DEFAULT_TTL
        self.cache_points.append(CachePoint(ttl, input_tokens(self.prompt)))


def _texts(name: str, block: Json) -> list[str]:
    """Return what a valid block that is text, or holds text, says."""
    match name:
        case "text":
            return [block["text"]]
        case "json":
            return [msgspec.json.encode(block["json"]).decode()]
        case "toolUse":
            call = block["toolUse"]
            return [call["name"], msgspec.json.encode(call["input"]).decode()]
        case "reasoningContent" | "guardContent":
            inner = block[name]
            holder = object_at(inner, "reasoningText") or object_at(inner, "text")
            return [text_of(holder.get("text"))]
        case "citationsContent" | "searchResult":
            return [text_of(item.get("text")) for item in block[name].get("content") or ()]
        case _:
            return []
