"""Whether an answer is what the vendor's SDK says it is: nothing missing, nothing more."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

# In the vendor's API reference, and not yet in its SDK.
_DOCUMENTED = {"Response.store", "ResponseFunctionCallArgumentsDoneEvent.name"}


def exact(answer: M) -> M:
    """Return `answer` after validating it anew, with no field that its class does not know.

    The SDKs build their models without validation and keep what they do not know, so that this
    is what shows a wrong type, a missing field or an invented one.
    """
    raw = answer.model_dump(mode="json", by_alias=True, exclude_unset=True)
    unknown = set(_unknown(type(answer).model_validate(raw))) - _DOCUMENTED
    assert not unknown
    return answer


def _unknown(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield f"{type(value).__name__}.{name}"
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from _unknown(item)
