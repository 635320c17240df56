"""What Anthropic checks before it looks at a request's meaning.

Source: docs.claude.com/en/api/versioning, and the messages that the API answers with.
"""

from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.jsonvalue import Json, is_array, is_object
from ai_gateway.simulator.request import Request

_VERSIONS = ("2023-01-01", "2023-06-01", "2026-10-21")

_CLASSES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}

_EXPECTED = {
    "string": "Input should be a valid string",
    "integer": "Input should be a valid integer",
    "number": "Input should be a valid number",
    "boolean": "Input should be a valid boolean",
    "array": "Input should be a valid list",
    "object": "Input should be a valid dictionary",
}


def check_key(request: Request) -> None:
    """Refuse a request without a key, with one that contains `invalid`, or without a version."""
    key = request.header("x-api-key")
    scheme, _, token = request.header("authorization").partition(" ")
    bearer = token if scheme.lower() == "bearer" else ""
    if not key and not bearer:
        raise refuse(request, "x-api-key header is required", status=401)
    if "invalid" in key:
        raise refuse(request, "invalid x-api-key", status=401)
    if "invalid" in bearer:
        raise refuse(request, "Invalid bearer token", status=401)
    version = request.header("anthropic-version")
    if not version:
        raise refuse(request, "anthropic-version: header is required")
    if version not in _VERSIONS:
        message = f'anthropic-version: "{version}" is not a valid version'
        raise refuse(request, message)


def json_fields(request: Request) -> Json:
    """Return the object that the body holds, or refuse what is not JSON."""
    if request.media_type != "application/json" or not is_object(request.document):
        message = "The request body is not valid JSON: expected an object of application/json"
        raise refuse(request, message)
    return request.document


def require(request: Request, fields: Json, name: str, kind: str) -> None:
    """Refuse where the field `name` is missing or not of the JSON type `kind`."""
    if fields.get(name) is None:
        raise refuse(request, f"{name}: Field required")
    check_type(request, fields, name, kind)


def check_type(request: Request, fields: Json, name: str, kind: str) -> None:
    """Refuse where the field `name` is there and not of the JSON type `kind`."""
    value = fields.get(name)
    if value is not None and not _fits(value, kind):
        raise refuse(request, f"{name}: {_EXPECTED[kind]}")


def check_model(request: Request) -> None:
    """Refuse a model that does not exist."""
    if "nonexistent" in request.model:
        raise refuse(request, f"model: {request.model}", status=404)


def _fits(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        # Python's booleans are integers; JSON's are not.
        return kind == "boolean"
    if kind == "array":
        return is_array(value)
    if kind == "object":
        return is_object(value)
    return isinstance(value, _CLASSES[kind])
