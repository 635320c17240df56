"""Paths that mean one thing here and another at somebody who reads them more generously."""

import re

from ai_gateway.core.errors import InvalidRequest

# Nearly no path has any of these; only then is there more to look at.
_UNUSUAL = re.compile(rb"//|/\.|[;\\%\x00-\x20\x7f-\xff]")
_DECEPTIVE = re.compile(r"//|/\.\.?(?:/|$)|[;\\%\x00-\x1f\x7f]")
_ENCODED_SLASH = re.compile(rb"%2f", re.IGNORECASE)
_MODEL = "/v1/models/"


def refuse_tricks(path: str, raw_path: bytes) -> None:
    """Raise `InvalidRequest` where `path` is not the plain name of a resource.

    It is authorised as it stands and goes to the provider as `raw_path`. So that both mean the
    same, dot segments, empty ones, parameters, backslashes, control characters and what was
    encoded twice are refused; a slash that was encoded stands in the name of a model only, where
    SDKs put it.
    """
    if _UNUSUAL.search(raw_path) is None:
        return
    slash = not path.startswith(_MODEL) and _ENCODED_SLASH.search(raw_path) is not None
    if slash or _DECEPTIVE.search(path) is not None:
        raise InvalidRequest(
            f"The path {path[:200]!r} is ambiguous: it holds an empty or a dot segment, a "
            "semicolon, a backslash, a control character, or an encoded slash or percent sign. "
            "Send the plain path.",
            field="path",
        )
