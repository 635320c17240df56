"""Searches of the web that a provider ran, both ways."""

from collections.abc import Mapping

import msgspec

from ai_gateway.dialects import wire
from ai_gateway.dialects.neutral.content import ServerToolCall

NAME = "web_search"
"""What the search is called in the neutral form, as at Anthropic."""

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_SEARCH = b'"search"'


def read_search(item_id: str, action: Mapping[str, msgspec.Raw] | None) -> ServerToolCall:
    """Return the search that the item did by `action`.

    Its input is the action; the type of the usual one, `search`, goes without saying, so that
    what is left is what other dialects say too: `{"query":…}`.
    """
    given = {
        name: value
        for name, value in (action or {}).items()
        if name != "type" or bytes(value) != _SEARCH
    }
    return ServerToolCall(item_id, NAME, msgspec.json.encode(given).decode())


def write_search(call: ServerToolCall) -> dict[str, object]:
    """Return `call` as an item (`openai.types.responses.ResponseFunctionWebSearch`)."""
    # Another provider's model may have been cut off in the middle of its query.
    given = wire.decode(_MEMBERS, call.input.encode()) or {}
    return {
        "id": call.id,
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": msgspec.Raw(_SEARCH), **given},
    }
