"""JSON text that the wire wants as an object, where the neutral form holds it as text."""

import msgspec

from ai_gateway.dialects.wire import decode

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read_object(text: str) -> dict[str, msgspec.Raw] | None:
    """Return the members of the JSON object in `text`, None where it is none."""
    return decode(_OBJECT, text.encode("utf-8", "replace"))


def tool_input(arguments: str) -> msgspec.Raw:
    r"""Return the arguments of a call as the object that the wire demands.

    No arguments are an empty object. What a model wrote and is no object (an answer cut in the
    middle of it) is wrapped as the vendor's documentation on fine-grained tool streaming has it:
    `{"INVALID_JSON": "..."}`.
    """
    if not arguments.strip():
        return msgspec.Raw(b"{}")
    if read_object(arguments) is None:
        return msgspec.Raw(msgspec.json.encode({"INVALID_JSON": arguments}))
    return msgspec.Raw(arguments.encode())
