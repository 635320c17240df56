"""What messages of chat completions are made of, as the wire has it.

Sources: `openai.types.chat`, each class named after its `ChatCompletion…Param`; `video_url`,
`reasoning_details` and `cache_control` are OpenRouter's (openrouter.ai/docs, API reference),
`extra_content` is Google's (ai.google.dev/gemini-api/docs/thought-signatures).
"""

import msgspec


class Shape(msgspec.Struct, omit_defaults=True):
    """A JSON object; a member at its default is left out when it is written."""


class CacheControl(Shape, tag_field="type", tag="ephemeral"):
    """Anthropic's marker of a prefix to be cached; `ttl` is `5m` or `1h`."""

    ttl: str | None = None


class CacheBreakpoint(Shape, tag_field="mode", tag="explicit"):
    """OpenAI's marker of a prefix to be cached; `ttl` is `30m` or `12h`."""

    ttl: str | None = None


class TextPart(Shape, tag_field="type", tag="text"):
    """Words."""

    text: str
    cache_control: CacheControl | None = None
    prompt_cache_breakpoint: CacheBreakpoint | None = None


class RefusalPart(Shape, tag_field="type", tag="refusal"):
    """The model's own words for declining, given back to it."""

    refusal: str


class Address(Shape):
    """A URL, or the bytes themselves in a `data:` URL."""

    url: str
    detail: str | None = None


class ImagePart(Shape, tag_field="type", tag="image_url"):
    """A picture."""

    image_url: Address
    cache_control: CacheControl | None = None
    prompt_cache_breakpoint: CacheBreakpoint | None = None


class VideoPart(Shape, tag_field="type", tag="video_url"):
    """Moving pictures."""

    video_url: Address


class Sound(Shape):
    """Base64, and `wav` or `mp3`."""

    data: str
    format: str


class AudioPart(Shape, tag_field="type", tag="input_audio"):
    """Sound."""

    input_audio: Sound


class File(Shape):
    """A file by its `data:` URL or by the id of an upload."""

    file_data: str | None = None
    file_id: str | None = None
    filename: str | None = None


class FilePart(Shape, tag_field="type", tag="file"):
    """A document."""

    file: File
    cache_control: CacheControl | None = None
    prompt_cache_breakpoint: CacheBreakpoint | None = None


ContentPart = TextPart | RefusalPart | ImagePart | VideoPart | AudioPart | FilePart
"""One piece of a message's content."""


class GoogleContent(Shape):
    """What Google's models want back with a call."""

    thought_signature: str | None = None


class ExtraContent(Shape):
    """A vendor's own members of a tool call."""

    google: GoogleContent | None = None


class FunctionName(Shape):
    """A function by its name."""

    name: str


class CalledFunction(Shape):
    """The function that a model called, with the JSON text of its arguments."""

    name: str
    arguments: str


class FunctionCall(Shape, tag_field="type", tag="function"):
    """A call of a function, in a request or in a whole answer."""

    id: str
    function: CalledFunction
    extra_content: ExtraContent | None = None
    cache_control: CacheControl | None = None


class CustomCall(Shape, tag_field="type", tag="custom"):
    """A call of a tool whose input is any text; the neutral form has no place for it."""


ToolCallShape = FunctionCall | CustomCall
"""A call in an earlier answer."""


class ReasoningDetail(Shape):
    """One piece of a model's reasoning.

    `type` is `reasoning.text`, `reasoning.summary` or `reasoning.encrypted`. Pieces of one
    `index` and type are fragments of one thought.
    """

    type: str
    text: str | None = None
    summary: str | None = None
    signature: str | None = None
    data: str | None = None
    id: str | None = None
    format: str | None = None
    index: int | None = None
