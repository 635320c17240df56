"""Where the bytes of a picture, a document or a sound are."""

import msgspec


class Inline(msgspec.Struct, frozen=True, tag="inline"):
    """In the request itself: `data` is base64, `media_type` such as `image/png`."""

    data: str
    media_type: str


class PlainText(msgspec.Struct, frozen=True, tag="plain_text"):
    """In the request itself, as text.

    `passages` is the same text cut where the caller wants it cited, joined by empty lines in
    `text`: Anthropic's `content` source, Bedrock's `content`. Empty where it is not cut.
    """

    text: str
    passages: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, tag="link"):
    """At a URL that the provider fetches; `media_type` where the caller says it."""

    url: str
    media_type: str | None = None


class Uploaded(msgspec.Struct, frozen=True, tag="uploaded"):
    """With the provider already, under an id that only it knows."""

    id: str


Source = Inline | PlainText | Link | Uploaded
"""Where the bytes are."""
