"""Botocore's service model of Bedrock's runtime, as a strict reader of what is written for it."""

import base64
import json
import re
from typing import Any

import botocore.session
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

_SESSION = botocore.session.Session()
RUNTIME: Any = _SESSION.get_service_model("bedrock-runtime")


def serialized(operation: str, body: bytes) -> dict[str, Any]:
    """Return what boto3 would send for the parameters in `body`, having found nothing wrong.

    Raises AssertionError for whatever the service model does not allow, enumerations, patterns
    and unions included, of which botocore's own validator knows nothing.
    """
    model = RUNTIME.operation_model(operation)
    shape = model.input_shape
    params = {"modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0"}
    params |= _parameters(shape, json.loads(body), operation)
    report = ParamValidator().validate(params, shape)
    assert not report.has_errors(), report.generate_report()
    sent = create_serializer("rest-json").serialize_to_request(params, model)
    return json.loads(sent["body"])


def answered(operation: str, answer: Any) -> None:
    """Check that `answer` is one that the service could give. Raises AssertionError."""
    shape = RUNTIME.operation_model(operation).output_shape
    report = ParamValidator().validate(_parameters(shape, answer, operation), shape)
    assert not report.has_errors(), report.generate_report()


def _parameters(shape: Any, value: Any, at: str) -> Any:
    """Return `value` as boto3 takes it, with bytes for base64."""
    match shape.type_name:
        case "structure":
            free = getattr(shape, "is_document_type", False)
            return value if free else _members(shape, value, at)
        case "list":
            assert isinstance(value, list), f"{at}: {value!r} is no list"
            return [_parameters(shape.member, item, f"{at}.{i}") for i, item in enumerate(value)]
        case "map":
            return {k: _parameters(shape.value, item, f"{at}.{k}") for k, item in value.items()}
        case "blob":
            return base64.b64decode(value, validate=True)
        case "string":
            _check_text(shape, value, at)
        case _:
            pass
    return value


def _members(shape: Any, value: Any, at: str) -> Any:
    assert isinstance(value, dict), f"{at}: {value!r} is no object"
    unknown = value.keys() - shape.members.keys()
    assert not unknown, f"{at}: {unknown} are not among {list(shape.members)}"
    if shape.is_tagged_union:
        assert len(value) == 1, f"{at}: {list(value)} in a union"
    return {
        name: _parameters(shape.members[name], item, f"{at}.{name}") for name, item in value.items()
    }


def _check_text(shape: Any, value: Any, at: str) -> None:
    assert isinstance(value, str), f"{at}: {value!r} is no string"
    assert not shape.enum or value in shape.enum, f"{at}: {value!r} is not among {shape.enum}"
    pattern = shape.metadata.get("pattern")
    assert pattern is None or re.fullmatch(pattern, value), f"{at}: {value!r} is not {pattern}"
    assert len(value) <= shape.metadata.get("max", len(value)), f"{at}: {value!r} is too long"
