"""One request as the simulator's handlers see it."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from ai_gateway.simulator.directive import BEHAVE, Directives, split_model
from ai_gateway.simulator.jsonvalue import is_object
from ai_gateway.simulator.multipart import Form, InvalidForm, parse_form

_JSON = "application/json"
_FORM = "multipart/form-data"

# Azure names the deployment in the path, and takes it instead of a model.
_DEPLOYMENTS = "/openai/deployments/"

INVALID = msgspec.UNSET
"""The document of a request whose body is not what its content type says."""


class Request(msgspec.Struct):
    """One request.

    `number` counts the simulator's requests from 1 and is where identifiers come from.
    `headers` has lower-case names; of a repeated one, the last value. `media_type` is the
    content type without its parameters. `document` is the body decoded: any JSON value, a Form,
    None where the content type is neither, INVALID where the body is not what it is said to be.
    `model` is the model or deployment asked for without its directives, and empty where none
    was named.
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
    if request.path.startswith(_DEPLOYMENTS):
        deployment = request.path[len(_DEPLOYMENTS) :].partition("/")[0]
        request.model, deployed = split_model(deployment)
        suffix = f"{suffix};{deployed}"
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
