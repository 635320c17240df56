"""One request as the simulator's handlers see it."""

import re
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from ai_gateway.simulator.directive import BEHAVE, Directives, split_model
from ai_gateway.simulator.jsonvalue import is_object
from ai_gateway.simulator.multipart import Form, InvalidForm, parse_form

_JSON = "application/json"
_FORM = "multipart/form-data"

# Who names the model in the path, and takes it instead of the body's: Azure its deployment,
# Bedrock an identifier that may hold slashes, Google a name before the colon of a method.
_MODEL_PATHS = re.compile(
    r"/openai/deployments/([^/]*)"
    r"|/model/(.+)/[^/]+$"
    r"|/inference-profiles/(.+)$"
    r"|(?:/v1beta|/v1(?:beta1)?/projects/.+/publishers/[^/]+)/models/([^/:]+)"
    # Not without a method: under /v1 other vendors have models as well.
    r"|/v1/models/([^/:]+):\w+$"
)

INVALID = msgspec.UNSET
"""The document of a request whose body is not what its content type says."""


class Request(msgspec.Struct):
    """One request.

    `path` is decoded, and `raw_path` is as it was sent, where that is known. `number` counts the
    simulator's requests from 1 and is where identifiers come from. `headers` has lower-case
    names; of a repeated one, the last value. `media_type` is the content type without its
    parameters. `document` is the body decoded: any JSON value, a Form, None where the content
    type is neither, INVALID where the body is not what it is said to be. `model` is the model or
    deployment asked for without its directives, and empty where none was named.
    """

    number: int
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    media_type: str = ""
    document: Any = None
    model: str = ""
    directives: Directives = BEHAVE
    raw_path: str = ""

    def header(self, name: str) -> str:
        """Return the value of the lower-case header `name`, empty where it is absent."""
        return self.headers.get(name, "")

    @property
    def parameters(self) -> dict[str, str]:
        """The query's parameters; of a repeated one, the last value."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


def decode(request: Request) -> str:
    """Fill in what the body says; return the directives that the model's name carried."""
    suffix = ""
    media_type = request.header("content-type").partition(";")[0].strip().lower()
    request.media_type = media_type
    if media_type == _JSON:
        request.document = _json(request.body)
        if is_object(request.document):
            suffix = _strip_model(request, request.document)
    elif media_type == _FORM:
        request.document = _form(request)
        if isinstance(request.document, Form):
            suffix = _strip_model(request, request.document.fields)
    named = _MODEL_PATHS.match(request.path)
    if named is not None:
        request.model, in_path = split_model(named[named.lastindex or 0])
        suffix = f"{suffix};{in_path}"
    return suffix


def _strip_model(request: Request, fields: dict[str, Any]) -> str:
    model = fields.get("model")
    if not isinstance(model, str):
        return ""
    request.model, suffix = split_model(model)
    fields["model"] = request.model
    return suffix


def _json(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return INVALID


def _form(request: Request) -> object:
    try:
        return parse_form(request.header("content-type"), request.body)
    except InvalidForm:
        return INVALID
