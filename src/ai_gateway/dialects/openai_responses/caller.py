"""The side of `openai-responses` that callers speak."""

from ai_gateway.dialects.neutral.reply import Reply
from ai_gateway.dialects.neutral.request import Request
from ai_gateway.dialects.openai_responses import reply_writer, request_reader
from ai_gateway.dialects.openai_responses.event_writer import ResponseWriter

_NAMES = {
    "messages": "input",
    "max_tokens": "max_output_tokens",
    "output": "text.format",
    "verbosity": "text.verbosity",
    "cache_key": "prompt_cache_key",
    "cache": "prompt_cache_breakpoint",
    "previous": "previous_response_id",
    "thinking": "reasoning",
}


class ResponsesCaller:
    """Reads requests and writes responses; see `ai_gateway.dialects.translation.CallerDialect`."""

    def read_request(self, body: bytes) -> Request:
        """Return what `body` asks for."""
        return request_reader.read_request(body)

    def write_reply(self, reply: Reply, request: Request) -> bytes:
        """Return the response to `request`."""
        return reply_writer.write_reply(reply, request)

    def event_writer(self, request: Request) -> ResponseWriter:
        """Return the writer of one streamed response to `request`."""
        return ResponseWriter(request)

    def field_name(self, field: str) -> str:
        """Return OpenAI's name of a neutral field; what stands in `input` has it already."""
        return _NAMES.get(field, field.removeprefix("sampling."))
