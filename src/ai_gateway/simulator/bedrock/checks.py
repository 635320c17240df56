"""What Bedrock checks of a body before it looks at what it means.

Source: docs.aws.amazon.com/bedrock/latest/APIReference, and the messages that the service answers
with. One thing is stricter than the service, which ignores members that it does not know: here
they are refused, so that nobody relies on what nobody reads.
"""

import msgspec

from ai_gateway.simulator.answer import Refusal
from ai_gateway.simulator.bedrock.errors import refuse
from ai_gateway.simulator.jsonvalue import Json, is_object
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.shape import Fault, Path, Record, tidied

# Enough of a value to find it; bodies hold whole documents.
_QUOTED = 80


def json_fields(request: Request) -> Json:
    """Return the object that the body holds, or refuse what is not JSON.

    The content type decides nothing: botocore sends InvokeModel's body without one.
    """
    try:
        document = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        document = None
    if not is_object(document):
        raise refuse(request, "Malformed input request, please reformat your input and try again.")
    return document


def check_model(request: Request) -> None:
    """Refuse a model that does not exist."""
    if "nonexistent" in request.model:
        raise refuse(request, "The provided model identifier is invalid.")


def check_shape(request: Request, fields: Json, shape: Record) -> Json:
    """Return `fields` without its nulls; refuse it with all that is wrong if not of `shape`."""
    faults = [_worded(fault) for fault in shape.faults(fields, ())]
    if faults:
        raise _refused(request, faults)
    return tidied(fields, shape)


def _refused(request: Request, faults: list[str]) -> Refusal:
    plural = "s" if len(faults) > 1 else ""
    return refuse(request, f"{len(faults)} validation error{plural} detected: {'; '.join(faults)}")


def _worded(fault: Fault) -> str:
    rules = {
        "required": "Member must not be null",
        "choice": f"Member must satisfy enum value set: [{fault.expected}]",
        "size": f"Member must have {fault.expected}",
        "pattern": f"Member must satisfy regular expression pattern: {fault.expected}",
        "union": f"Member must have exactly one of the following members set: [{fault.expected}]",
        "unknown": f"Member must be one of: [{fault.expected}]",
        "type": f"Member must be of type {fault.expected}",
    }
    value = "null" if fault.rule == "required" else f"'{str(fault.value)[:_QUOTED]}'"
    where = _dotted(fault.at)
    return f"Value {value} at '{where}' failed to satisfy constraint: {rules[fault.rule]}"


def _dotted(at: Path) -> str:
    # The service counts members of a list from one.
    return ".".join(f"{step + 1}.member" if isinstance(step, int) else step for step in at)
