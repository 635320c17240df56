"""What the gateway reads of a JSON request, and the one value in it that it may change."""

import json

import msgspec

from ai_gateway.core.errors import InvalidJson, InvalidRequest
from ai_gateway.dialects.wire import T, decode_strictly


class Question(msgspec.Struct, frozen=True):
    """The members of a request that choose what happens to it."""

    model: str | None
    stream: bool


class _Members(msgspec.Struct):
    # Any JSON is taken here, so that a wrong type can be named in the project's own words.
    model: object = None
    stream: object = None


_QUESTION = msgspec.json.Decoder(_Members)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])

# Only the end of a value matters; as text, no number is too large.
_VALUES = json.JSONDecoder(parse_int=str, parse_float=str)

_JSON_NAMES: dict[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def read_question(body: bytes) -> Question:
    """Read the model and the stream switch of a request in any dialect.

    An absent or null `model` is None, an absent or null `stream` is False; of a repeated
    member the last counts, as at the vendors. What the vendors may accept is accepted: lone
    surrogates, numbers of any size, a byte order mark.

    Raises `InvalidJson` where the body is not a JSON object in UTF-8, and `InvalidRequest`
    naming `model` or `stream` where that has the wrong type. No message quotes the body.
    """
    members = _decode(_QUESTION, body)
    model, stream = members.model, members.stream
    if model is not None and not isinstance(model, str):
        raise _wrong_type("model", model, "a string, the name of a model")
    if stream is not None and not isinstance(stream, bool):
        raise _wrong_type("stream", stream, "true or false")
    return Question(model, stream is True)


def with_model(body: bytes, model: str) -> bytes:
    """Return `body` asking for `model`, every other top-level value byte for byte.

    Of a repeated member only the last is kept, which is the one that counts. Raises
    `InvalidJson` as `read_question` does.
    """
    try:
        members = _MEMBERS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _with_model_as_written(body, model)
    members["model"] = msgspec.Raw(msgspec.json.encode(model))
    return msgspec.json.encode(members)


def _with_model_as_written(body: bytes, model: str) -> bytes:
    """Do the same for what msgspec cannot hold: lone surrogates in keys and values."""
    _decode(_MEMBERS, body)  # so that what follows may rely on the grammar
    try:
        members = _members_as_written(body.decode("utf-8-sig"))
    except RecursionError:
        raise _too_deep() from None
    members["model"] = f'"model":{json.dumps(model)}'
    return f"{{{','.join(members.values())}}}".encode()


def _members_as_written(text: str) -> dict[str, str]:
    """Map each key of the JSON object `text` to its member, key and value as they stand there."""
    members: dict[str, str] = {}
    end = text.index("{") + 1
    while text[start := _next_token(text, end)] != "}":
        key, key_end = _VALUES.raw_decode(text, start)
        value_start = _next_token(text, key_end)
        _, end = _VALUES.raw_decode(text, value_start)
        members[key] = f"{text[start:key_end]}:{text[value_start:end]}"
    return members


def _next_token(text: str, position: int) -> int:
    """Return the index of the next token from `position` on, commas and colons left out."""
    while text[position] in " \t\r\n,:":
        position += 1
    return position


def _decode(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        body.decode()  # msgspec does not look into the strings that it skips
        return decode_strictly(decoder, body)
    except msgspec.ValidationError as error:
        raise InvalidJson(
            "The request body must be a JSON object, in it `model` a string and `stream` true or"
            f" false: {error}."
        ) from None
    except msgspec.DecodeError as error:
        raise InvalidJson(
            f"The request body must be JSON, and it is not: {error}. Send one JSON object."
        ) from None
    except UnicodeDecodeError as error:
        raise InvalidJson(
            f"The request body must be JSON in UTF-8: {error.reason} (byte {error.start})."
            " Encode it as UTF-8."
        ) from None
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> InvalidJson:
    return InvalidJson(
        "The request body is JSON that is nested too deeply to be read. Send it with fewer"
        " arrays and objects inside each other."
    )


def _wrong_type(field: str, value: object, expected: str) -> InvalidRequest:
    found = _JSON_NAMES[type(value)]
    return InvalidRequest(f"`{field}` must be {expected}, and it is {found}.", field=field)
