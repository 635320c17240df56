"""The error event of responses is the vendor's own, with the member on which the SDK raises."""

import json

from openai.types.responses import ResponseErrorEvent

from ai_gateway.core.errors import ProviderDied
from ai_gateway.dialects.openai_responses.errors import render_error_event


def test_the_event_is_the_vendors_and_more() -> None:
    event = render_error_event(ProviderDied("Cut.", provider="openai"), "req_1")
    name, data, *rest = event.split(b"\n")
    assert (name, rest) == (b"event: error", [b"", b""])
    members = json.loads(data.removeprefix(b"data: "))
    told = ResponseErrorEvent.model_validate(members)
    assert (told.message, told.code, told.param) == ("Cut.", "provider_died", None)
    assert members["error"] == {
        "message": "Cut.",
        "type": "server_error",
        "param": None,
        "code": "provider_died",
    }
    assert members["request_id"] == "req_1"
