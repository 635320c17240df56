"""A block of a stream that has begun and not yet ended."""

import base64
import binascii

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.part_reader import read_image
from ai_gateway.dialects.bedrock_converse.part_writer import DIALECT
from ai_gateway.dialects.bedrock_converse.shapes import Bytes, Media, Shape
from ai_gateway.dialects.bedrock_converse.stream_shapes import ImageStart, ResultStart
from ai_gateway.dialects.neutral.content import Image, RedactedThinking, ServerToolResult


class OpenBlock(msgspec.Struct):
    """A part that grows: its number in the neutral form, and whether it is a call without input."""

    index: int
    empty_call: bool = False


class _WholeResult(Shape):
    tool_use_id: str
    content: list[msgspec.Raw]
    status: str | None = None
    type: str | None = None


class _ResultBlock(Shape):
    tool_result: _WholeResult


class KeptBlock(msgspec.Struct):
    """A part that is told whole: encrypted thought, an image, or the result of a server's tool.

    Its pieces are kept until it ends.
    """

    start: ImageStart | ResultStart | None = None
    name: str = ""
    data: list[str] = []
    content: list[msgspec.Raw] = []

    def whole(self) -> RedactedThinking | Image | ServerToolResult | None:
        """Return the part, None where nothing came of it."""
        start = self.start
        if isinstance(start, ResultStart):
            result = _WholeResult(start.tool_use_id, self.content, start.status, start.type)
            told = msgspec.json.encode(_ResultBlock(result)).decode()
            return ServerToolResult(start.tool_use_id, self.name, DIALECT, told)
        data = _joined(self.data)
        if isinstance(start, ImageStart):
            return read_image(Media(start.format, Bytes(data))) if data else None
        return RedactedThinking(data)


def _joined(pieces: list[str]) -> str:
    """Return base64 of all that `pieces`, each base64 of its own, hold."""
    if len(pieces) == 1:
        return pieces[0]
    try:
        return base64.b64encode(b"".join(map(base64.b64decode, pieces))).decode("ascii")
    except binascii.Error as error:
        raise ProviderMisbehaved(
            "The provider's stream holds bytes that are no base64. Ask again, and report it to"
            " the provider if it happens again."
        ) from error
