"""Keeps secrets out of the file, and out of what is said about the file."""

import re
from collections.abc import Iterator

from ai_gateway.config.document import Document, Path, Value, dotted
from ai_gateway.config.fields import matches, settings_fields
from ai_gateway.config.interpolation import is_reference
from ai_gateway.config.mistakes import Mistake
from ai_gateway.config.settings import Settings

_USERINFO = re.compile(r"(?<=://)[^/@\s]+(?=@)")
# A password in a URL that is no reference itself.
_PASSWORD = re.compile(r"://[^/@\s]*:(?!\$\{)[^/@\s]+@")
# Longer values are cut: a mistake is one line.
_MOST_CHARACTERS = 60


def literal_secrets(document: Document) -> list[Mistake]:
    """Return a mistake for every secret that the file spells out."""
    patterns = [field.path for field in settings_fields(Settings) if field.secret]
    return [
        Mistake(
            dotted(path),
            "a secret stands in the file",
            "put it into an environment variable and write `${NAME}` here",
            line=document.line(path),
        )
        for path, value in _scalars(document.data, ())
        if (any(matches(pattern, path) for pattern in patterns) and _spelt_out(value))
        or (isinstance(value, str) and _PASSWORD.search(value))
    ]


def _spelt_out(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and is_reference(value))


def shown(document: Document, path: Path) -> str:
    """Return what stands at `path` as it was written, or only its kind where it may be secret.

    What a variable holds is never shown: it is the reference that was written. A value is
    shown only where a setting that is no secret was expected: an unknown key may be a
    misspelt `api_key`, and a header field may hold a token.
    """
    value = _at(document.data, path)
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, str) and is_reference(value):
        return f"the value of {value}"
    if not _presentable(path):
        return "a text" if isinstance(value, str) else "a single value"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = _USERINFO.sub("***", str(value))
    return text if not isinstance(value, str) else repr(text[:_MOST_CHARACTERS])


def _presentable(path: Path) -> bool:
    return any(
        # The item of a list or of a mapping is as presentable as the whole, but for header fields.
        matches(field.path, path) or (matches(field.path, path[:-1]) and path[-2] != "headers")
        for field in settings_fields(Settings)
        if not field.secret and field.model is None
    )


def _at(data: Value, path: Path) -> Value:
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _scalars(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _scalars(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _scalars(item, (*path, i))
    else:
        yield path, value
