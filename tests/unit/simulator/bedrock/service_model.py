"""What botocore knows of Bedrock's wire format, to hold the simulator against."""

import base64
from typing import Any

from botocore.eventstream import EventStreamBuffer
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

MODEL: Any = ServiceModel(Loader().load_service_model("bedrock-runtime", "service-2"))


def frames(data: bytes) -> list[Any]:
    """Return the frames in `data`, whose checksums are right."""
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return list(buffer)


def output_faults(value: Any, shape: Shape, at: str = "") -> list[str]:
    """Find where `value`, JSON that was sent, is not what `shape` says: missing, more, or other."""
    anything: Any = shape
    if shape.type_name == "structure":
        if getattr(shape, "is_document_type", False):
            return []
        unknown = [f"{at}.{name}: unknown" for name in value if name not in anything.members]
        missing = [
            f"{at}.{name}: missing" for name in anything.required_members if name not in value
        ]
        if getattr(shape, "is_tagged_union", False) and len(value) != 1:
            missing.append(f"{at}: a union of {len(value)}")
        known = [(name, item) for name, item in value.items() if name in anything.members]
        inner = [
            output_faults(item, anything.members[name], f"{at}.{name}") for name, item in known
        ]
        return unknown + missing + [fault for faults in inner for fault in faults]
    if shape.type_name == "list":
        inner = [output_faults(item, anything.member, f"{at}[]") for item in value]
        return [fault for faults in inner for fault in faults]
    return [] if _fits(value, anything) else [f"{at}: {value!r} is no {shape.type_name}"]


def _fits(value: Any, shape: Any) -> bool:
    if shape.type_name == "string":
        return isinstance(value, str) and (not shape.enum or value in shape.enum)
    if shape.type_name == "blob":
        return bool(base64.b64decode(value, validate=True))
    return isinstance(value, int) and not isinstance(value, bool)
