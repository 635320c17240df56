"""Content, plain and streamed, and the counting of its tokens.

Source: ai.google.dev/api/generate-content and ai.google.dev/api/tokens.
"""

from collections.abc import Iterator

import msgspec

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.google.checks import check_model, json_fields
from ai_gateway.simulator.google.conversation import signature
from ai_gateway.simulator.google.errors import error_event, refuse
from ai_gateway.simulator.google.generate_request import read, read_fields
from ai_gateway.simulator.google.headers import headers
from ai_gateway.simulator.google.platform import Platform
from ai_gateway.simulator.jsonvalue import Json, object_at
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import Reply, identifier, input_tokens, reply


class Generation(msgspec.Struct, frozen=True):
    """What the model says, before it is written down in one piece or in many."""

    request: Request
    platform: Platform
    reply: Reply
    candidates: int

    @property
    def blocked(self) -> bool:
        """Whether the prompt was refused, so that there is no candidate."""
        return self.request.directives.refusal == "prompt"

    @property
    def finish_reason(self) -> str:
        """Why the model stopped; a function call is no reason of its own here."""
        if self.request.directives.refusal == "answer":
            return "SAFETY"
        return "MAX_TOKENS" if self.reply.cut else "STOP"

    @property
    def usage(self) -> Json:
        """The tokens; cached ones are part of the prompt, thoughts stand beside the candidates."""
        said = self.reply
        thoughts = said.reasoning_tokens * self.candidates
        made = (said.output_tokens - said.reasoning_tokens) * self.candidates
        usage = self.prompt_usage
        if not self.blocked:
            usage |= {
                "candidatesTokenCount": made,
                "totalTokenCount": said.input_tokens + made + thoughts,
            }
            if thoughts:
                usage["thoughtsTokenCount"] = thoughts
        return usage

    @property
    def prompt_usage(self) -> Json:
        """What is known of the tokens before there is an answer."""
        taken, cached = self.reply.input_tokens, self.reply.cached_tokens
        usage: Json = {
            "promptTokenCount": taken,
            "totalTokenCount": taken,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": taken}],
            **self.platform.usage,
        }
        if cached:
            usage["cachedContentTokenCount"] = cached
            usage["cacheTokensDetails"] = [{"modality": "TEXT", "tokenCount": cached}]
        return usage

    @property
    def function_calls(self) -> list[Json]:
        """The parts that call functions; Google sends the arguments in one piece.

        Of calls made at once, the first alone is signed.
        """
        number = self.request.number
        parts: list[Json] = []
        for place, call in enumerate(self.reply.tool_calls):
            made: Json = {"name": call.name, "args": msgspec.json.decode(call.arguments)}
            if self.platform.numbers_calls:
                made["id"] = identifier("", number, 8, place)
            signed = {} if place else {"thoughtSignature": signature(number)}
            parts.append({"functionCall": made, **signed})
        return parts

    def document(self, candidates: list[Json], usage: Json) -> Json:
        """Return a whole response or one chunk of it."""
        document: Json = {"candidates": candidates} if candidates else {}
        if self.blocked:
            document = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
        return {
            **document,
            "usageMetadata": usage,
            "modelVersion": self.request.model,
            "responseId": identifier("", self.request.number, 22),
        }


def generate(request: Request, platform: Platform) -> Answer:
    """Answer `…:generateContent`."""
    made = _generation(request, platform, "generateContent")
    parts = _parts(made)
    candidates = [_candidate(index, parts, made.finish_reason) for index in range(made.candidates)]
    return _answer(made.document(candidates, made.usage))


def stream(request: Request, platform: Platform) -> Answer | EventStream:
    """Answer `…:streamGenerateContent`: events with `alt=sse`, else one JSON array."""
    made = _generation(request, platform, "streamGenerateContent")
    if request.parameters.get("alt") != "sse":
        return _answer(list(_chunks(made)))
    events = (b"data: %b\r\n\r\n" % msgspec.json.encode(chunk) for chunk in _chunks(made))
    return EventStream(headers(b"text/event-stream"), events, lambda _: error_event(request))


def count(request: Request, platform: Platform) -> Answer:
    """Answer `…:countTokens`."""
    check_model(request, "countTokens")
    fields = json_fields(request, platform.count)
    inner = fields.get("generateContentRequest")
    if inner is not None and fields.get("contents"):
        raise refuse("Only one of contents and generate_content_request can be specified.")
    total = input_tokens(read_fields(request, inner or fields))
    details = [{"modality": "TEXT", "tokenCount": total}]
    return _answer({"totalTokens": total, "promptTokensDetails": details})


def _generation(request: Request, platform: Platform, method: str) -> Generation:
    check_model(request, method)
    fields, prompt = read(request, platform.generate)
    said = reply(prompt, request.directives)
    count: int = object_at(fields, "generationConfig").get("candidateCount") or 1
    return Generation(request, platform, said, count)


def _parts(made: Generation) -> list[Json]:
    said = made.reply
    parts: list[Json] = []
    if said.thinking:
        parts.append({"text": said.thinking, "thought": True})
    parts += made.function_calls
    if said.pieces:
        text: Json = {"text": said.text}
        parts.append(text | _signed(made))
    return parts


def _signed(made: Generation) -> Json:
    return {"thoughtSignature": signature(made.request.number)} if made.reply.thinking else {}


def _chunks(made: Generation) -> Iterator[Json]:
    if made.blocked:
        yield made.document([], made.usage)
        return
    indexes = range(made.candidates)
    for part in _streamed_parts(made):
        for index in indexes:
            yield made.document([_candidate(index, [part])], made.prompt_usage)
    # The last piece says nothing more, and is where the signature of a thought comes.
    last: Json = {"text": ""} if made.function_calls else {"text": ""} | _signed(made)
    for index in indexes:
        yield made.document([_candidate(index, [last], made.finish_reason)], made.usage)


def _streamed_parts(made: Generation) -> Iterator[Json]:
    if made.reply.thinking:
        yield {"text": made.reply.thinking, "thought": True}
    yield from made.function_calls
    for piece in made.reply.pieces:
        yield {"text": piece}


def _candidate(index: int, parts: list[Json], finish_reason: str | None = None) -> Json:
    candidate: Json = {"content": {"parts": parts, "role": "model"}, "index": index}
    if finish_reason is not None:
        candidate["finishReason"] = finish_reason
    return candidate


def _answer(document: object) -> Answer:
    return Answer(200, headers(), msgspec.json.encode(document))
