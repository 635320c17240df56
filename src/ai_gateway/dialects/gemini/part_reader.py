"""The pieces of an answer, read into parts."""

from ai_gateway.dialects.gemini.call_id import derive
from ai_gateway.dialects.gemini.shapes import Blob, FunctionCall, Part, text_of
from ai_gateway.dialects.gemini.signature import seal
from ai_gateway.dialects.neutral import content
from ai_gateway.dialects.neutral.source import Inline

DIALECT = "gemini"
"""What a tool or a result is named after that only this dialect has."""

CODE_EXECUTION = "code_execution"
"""The name of Google's own tool that runs code, which the wire tells by the kind of part."""

Whole = (
    content.ToolCall
    | content.ServerToolCall
    | content.ServerToolResult
    | content.Image
    | content.Audio
    | content.Video
    | content.Document
)
"""A part that the wire never cuts into pieces."""


class PartReader:
    """Reads the parts of one answer that come whole, in their order."""

    def __init__(self, answer: int) -> None:
        self._answer = answer
        self._numbered = 0
        self._running = ""
        self.calls = False
        """Whether a function of the caller's is called."""

    def whole(self, part: Part, response_id: str) -> Whole | None:
        """Return `part` of the response of that id, None where it is text or nothing known."""
        if part.function_call is not None:
            self.calls = True
            return self._call(part.function_call, part.thought_signature, response_id)
        if part.inline_data is not None:
            return _media(part.inline_data)
        if code := text_of(part.executable_code):
            self._running = self._id(response_id, CODE_EXECUTION, code)
            return content.ServerToolCall(self._running, CODE_EXECUTION, code)
        if result := text_of(part.code_execution_result):
            return content.ServerToolResult(self._running, CODE_EXECUTION, DIALECT, result)
        return None

    def _call(
        self, call: FunctionCall, signature: str | None, response_id: str
    ) -> content.ToolCall:
        arguments = text_of(call.args)
        # Counted even where the wire has an id: the others must not depend on it.
        derived = self._id(response_id, call.name, arguments)
        return content.ToolCall(call.id or derived, call.name, arguments, signature)

    def _id(self, response_id: str, name: str, text: str) -> str:
        number, self._numbered = self._numbered, self._numbered + 1
        return derive(response_id, self._answer, number, name, text.encode())


def thinking(part: Part) -> content.Thinking:
    """Return the thought in `part`: Google tells summaries alone."""
    proof = seal(part.thought_signature) if part.thought_signature else None
    return content.Thinking(part.text or "", proof, summary=True)


def proof(part: Part) -> content.RedactedThinking | None:
    """Return what has to be given back with a part that has no place for its signature."""
    if part.thought_signature is None or part.thought or part.function_call is not None:
        return None
    return content.RedactedThinking(seal(part.thought_signature))


def _media(blob: Blob) -> content.Image | content.Audio | content.Video | content.Document:
    source = Inline(blob.data, blob.mime_type)
    match blob.mime_type.partition("/")[0]:
        case "image":
            return content.Image(source)
        case "audio":
            return content.Audio(source)
        case "video":
            return content.Video(source)
        case _:
            return content.Document(source)
