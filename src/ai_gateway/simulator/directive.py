"""The directives by which a request asks the simulator to misbehave.

The grammar is `name=value;name=value`, where a flag stands without a value::

    status=429;retry-after=7
    chunks=50;chunk-bytes=32;slow=20;die-after=10

A request carries them in the header `x-simulate`, or after an `@` at the end of its model name
(`gpt-5-mini@status=429;retry-after=7`), which every SDK and every gateway passes on; where both
name the same directive, the model name wins. A model name in a path carries them too,
percent-encoded or not: Bedrock, Gemini and Vertex AI name models nowhere else. A suffix that
begins with a digit is part of the name: models are versioned that way
(`claude-sonnet-4-5@20250929`).

A chunk is one event of a stream. On a plain answer the directives that count chunks
count bytes of the body instead.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec


class DirectiveError(Exception):
    """A directive that the simulator does not know, or a value that it cannot have."""


class Directives(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one request asked for; the default of each field is to behave.

    What is answered:

    - `status`: answer with this status and the provider's own error body for it.
    - `retry_after`: send the header `retry-after` with this number of seconds.
    - `chunks`, `chunk_bytes`: the text is this many deltas of this many bytes each.
    - `megabytes`: about this many MB of text, in deltas of 16 KB.
    - `cached`, `reasoning`: report this many input tokens as read from the prompt cache, this
      many output tokens as spent on reasoning.
    - `calls`: call this many tools at once, where one is called.
    - `refusal`: decline in words. `refusal=prompt` is the provider's filter stopping the question
      before there is an answer, which Bedrock, Gemini and Vertex AI know.
    - `echo`: answer with the request's own body, unchecked.

    How it is delivered:

    - `first_byte`, `slow`: wait this many milliseconds before the answer, between chunks.
    - `hang`, `hang_after`: never answer; fall silent after this many chunks.
    - `error_after`: send the dialect's error event after this many chunks; together with
      `status` the answer begins well, and where the dialect has several error events it is the
      one for that status.
    - `cut_after`: end the HTTP body as if it were whole after this many chunks.
    - `die_after`: close the connection inside the HTTP body after this many chunks.
    - `die_mid_event`: the same, in the middle of the next chunk.
    - `no_done`: leave out the stream's last event.
    - `one_byte`: send every byte of the response, header fields included, in its own segment.
    - `disconnect`: close the connection without an answer.
    - `garbage`: answer with bytes that are no HTTP, with broken JSON, or with a proxy's HTML.
    """

    status: int | None = None
    retry_after: int | None = None
    chunks: int | None = None
    chunk_bytes: int | None = None
    megabytes: int | None = None
    cached: int = 0
    reasoning: int = 0
    calls: int = 1
    refusal: Literal["answer", "prompt"] | None = None
    echo: bool = False
    first_byte: int = 0
    slow: int = 0
    hang: bool = False
    hang_after: int | None = None
    error_after: int | None = None
    cut_after: int | None = None
    die_after: int | None = None
    die_mid_event: int | None = None
    no_done: bool = False
    one_byte: bool = False
    disconnect: bool = False
    garbage: Literal["http", "json", "html"] | None = None


BEHAVE = Directives()
"""What a request without directives asks for."""

STATUSES = (400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529)
"""The statuses that the providers are known to answer with."""

GARBAGE = ("http", "json", "html")
REFUSALS = ("answer", "prompt")


def _flag(name: str, value: str) -> bool:
    if value:
        raise DirectiveError(f"{name}={value}: {name} is a flag and takes no value; write {name}")
    return True


def _count(name: str, value: str) -> int:
    # isdecimal alone would let other scripts' digits in.
    if not (value.isascii() and value.isdecimal()):
        raise DirectiveError(f"{name}={value}: expected a whole number, like {name}=3")
    return int(value)


def _status(name: str, value: str) -> int:
    status = _count(name, value)
    if status not in STATUSES:
        expected = ", ".join(map(str, STATUSES))
        raise DirectiveError(f"{name}={value}: expected one of {expected}")
    return status


def _garbage(name: str, value: str) -> str:
    return _one_of(GARBAGE, name, value)


def _refusal(name: str, value: str) -> str:
    return _one_of(REFUSALS, name, value)


def _one_of(choices: tuple[str, ...], name: str, value: str) -> str:
    if value and value not in choices:
        raise DirectiveError(f"{name}={value}: expected one of {', '.join(choices)}")
    return value or choices[0]


def _whole_event(name: str, value: str) -> int:
    return _count(name, value) if value else 1


def _none(name: str, value: str) -> int:
    _flag(name, value)
    return 0


# Each name with the field that it sets and the reader of its value.
_NAMES: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "status": ("status", _status),
    "retry-after": ("retry_after", _count),
    "chunks": ("chunks", _count),
    "chunk-bytes": ("chunk_bytes", _count),
    "megabytes": ("megabytes", _count),
    "cached": ("cached", _count),
    "reasoning": ("reasoning", _count),
    "calls": ("calls", _count),
    "refusal": ("refusal", _refusal),
    "echo": ("echo", _flag),
    "first-byte": ("first_byte", _count),
    "slow": ("slow", _count),
    "hang": ("hang", _flag),
    "hang-after": ("hang_after", _count),
    "error-first": ("error_after", _none),
    "error-after": ("error_after", _count),
    "cut-after": ("cut_after", _count),
    "die-after": ("die_after", _count),
    "die-mid-event": ("die_mid_event", _whole_event),
    "no-done": ("no_done", _flag),
    "one-byte": ("one_byte", _flag),
    "disconnect": ("disconnect", _flag),
    "garbage": ("garbage", _garbage),
}

NAMES = tuple(_NAMES)
"""Every directive there is."""


def split_model(model: str) -> tuple[str, str]:
    """Return the name of `model` and the directives after its last `@`, empty where none are."""
    name, _, suffix = model.rpartition("@")
    if not name or not suffix or suffix[0].isdigit():
        return model, ""
    return name, suffix


def parse(*texts: str) -> Directives:
    """Read directives from `texts`; the last one that names a directive decides.

    Raises DirectiveError for a name that is unknown (the message lists those that are known)
    and for a value that the directive cannot have.
    """
    if not any(texts):
        return BEHAVE
    fields = dict(field for text in texts for field in _fields(text))
    return Directives(**fields)


def _fields(text: str) -> Iterator[tuple[str, Any]]:
    for part in text.split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if not name:
            continue
        if name not in _NAMES:
            raise DirectiveError(f"unknown directive {name!r}; known are {', '.join(NAMES)}")
        field, read = _NAMES[name]
        yield field, read(name, value)
