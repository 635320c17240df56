"""What Google checks of a request before it looks at what it means.

Source: ai.google.dev/gemini-api/docs/api-key, and the messages that the service answers with.
"""

import re

from ai_gateway.simulator.google.errors import bad_request, error_info, refuse
from ai_gateway.simulator.jsonvalue import Json, is_object
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.shape import Fault, Path, Record, tidied

_SERVICE = "generativelanguage.googleapis.com"
_UNDERSCORE = re.compile(r"_([a-z])")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_QUOTED = 80

# How protocol buffers call what JSON calls by other names.
_PROTO = {
    "string": "TYPE_STRING",
    "integer": "TYPE_INT32",
    "number": "TYPE_FLOAT",
    "boolean": "TYPE_BOOL",
    "base64": "TYPE_BYTES",
    "array": "a list",
    "object": "a message",
}


def check_key(request: Request) -> None:
    """Refuse a request without a key, or with one that contains `invalid`."""
    key = request.header("x-goog-api-key") or request.parameters.get("key", "")
    if not key:
        text = (
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API."
        )
        raise refuse(text, status=403)
    if "invalid" in key:
        details = [error_info("API_KEY_INVALID", _SERVICE)]
        raise refuse("API key not valid. Please pass a valid API key.", details=details)


def check_model(request: Request, method: str) -> None:
    """Refuse a model that does not exist."""
    if "nonexistent" in request.model:
        text = (
            f"models/{request.model} is not found for API version v1beta, or is not supported for "
            f"{method}. Call ListModels to see the list of available models and their supported "
            "methods."
        )
        raise refuse(text, status=404)


def json_fields(request: Request, shape: Record) -> Json:
    """Return the body, or refuse what is not JSON of `shape`, with everything that is wrong."""
    fields = request.document
    if request.media_type != "application/json" or not is_object(fields):
        raise bad_request([("", "Invalid JSON payload received. Expected an object.")])
    named = tidied(fields, shape, _documented)
    violations = [_violation(fault) for fault in shape.faults(named, ())]
    if violations:
        raise bad_request(violations)
    return named


def _documented(name: str, record: Record) -> str:
    """Return the name a field is documented by; Google takes both, and its own SDK mixes them."""
    camel = _UNDERSCORE.sub(lambda found: found[1].upper(), name)
    return camel if name not in record.members and camel in record.members else name


def _violation(fault: Fault) -> tuple[str, str]:
    at = _dotted(fault.at)
    value = f'"{fault.value[:_QUOTED]}"' if isinstance(fault.value, str) else str(fault.value)
    if fault.rule == "unknown":
        parent, name = _dotted(fault.at[:-1]), fault.at[-1]
        where = f" at '{parent}'" if parent else ""
        text = f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'
        return parent, text
    texts = {
        "type": f"Invalid value at '{at}' ({_PROTO.get(fault.expected)}), {value[:_QUOTED]}",
        "choice": f"Invalid value at '{at}' (TYPE_ENUM), {value}; expected {fault.expected}",
        "required": f"* {at}: a value is required",
        "size": f"* {at}: expected {fault.expected}",
        "pattern": f"* {at}: {value} is invalid. Must match {fault.expected}",
        "union": f"* {at}.data: required oneof field 'data' must have one initialized field",
    }
    return at, texts[fault.rule]


def _dotted(at: Path) -> str:
    """Return a path as protocol buffers write it: tools[0].function_declarations[1].name."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{_snake(step)}" for step in at)
    return "".join(steps).removeprefix(".")


def _snake(name: str) -> str:
    return _CAPITAL.sub("_", name).lower()
