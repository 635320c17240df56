"""Claude on Vertex AI: Anthropic's messages, with the model in the address.

Source: docs.claude.com/en/api/claude-on-vertex-ai, and the messages that the service answers with.
"""

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.anthropic import messages
from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.google.errors import refuse as refuse_call
from ai_gateway.simulator.jsonvalue import is_object
from ai_gateway.simulator.request import Request

VERSIONS = ("vertex-2023-10-16", "2026-10-21")
"""The values of `anthropic_version`, a field of the body here: the documented one, the SDK's."""

_COUNTING = "count-tokens"


def predict(request: Request) -> Answer | EventStream:
    """Answer `…:rawPredict`, for messages and for the counting of their tokens."""
    if request.model == _COUNTING:
        _take_version(request)
        return messages.count(request, "")
    return _create(request, streamed=False)


def stream(request: Request) -> Answer | EventStream:
    """Answer `…:streamRawPredict`."""
    return _create(request, streamed=True)


def _create(request: Request, *, streamed: bool) -> Answer | EventStream:
    if "nonexistent" in request.model:
        text = (
            f"Publisher Model `{request.path.removeprefix('/')}` was not found or your project "
            "does not have access to it."
        )
        raise refuse_call(text, status=404)
    _take_version(request)
    fields = request.document
    if "model" in fields:
        raise refuse(request, "model: Extra inputs are not permitted")
    if bool(fields.get("stream")) is not streamed:
        wanted = "streamRawPredict" if fields.get("stream") else "rawPredict"
        raise refuse(request, f"stream: a body that says so belongs to {wanted}")
    fields["model"] = request.model
    return messages.create(request, "")


def _take_version(request: Request) -> None:
    if not is_object(request.document):
        raise refuse(request, "The request body is not valid JSON: expected an object")
    version = request.document.pop("anthropic_version", None)
    if version is None:
        raise refuse(request, "anthropic_version: Field required")
    if version not in VERSIONS:
        raise refuse(request, f"anthropic_version: Input should be '{VERSIONS[0]}'")
