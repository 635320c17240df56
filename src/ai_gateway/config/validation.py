"""Turns plain data into settings, and pydantic's errors into mistakes that say what to do."""

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ai_gateway.config.document import Document, Path, Value, dotted
from ai_gateway.config.fields import matches, settings_fields
from ai_gateway.config.mistakes import Mistake
from ai_gateway.config.secrecy import shown
from ai_gateway.config.settings import Settings

_EXPECTED: dict[str, str] = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text",
    "decimal": "a number such as 12.50, of at most {decimal_places} decimals",
    "model": "a mapping of keys",
    "dict": "a mapping of keys",
    "tuple": "a list",
    "ip": "a network such as 10.0.0.0/8",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt:g}",
    "literal_error": "{expected}",
    "string_pattern_mismatch": "an address such as https://api.example.com/v1, without credentials",
}
"""What to expect, by pydantic's type of error or the first word of it; the longest match holds."""


_CORRECT = "correct it in the file, or in the variable that it comes from"


def validate(data: dict[str, Value], document: Document) -> tuple[Settings, list[Mistake]]:
    """Return the settings that `data` makes, and every mistake in it.

    A setting with nothing behind it has its default. A mistaken value is left out and the rest
    validated again, so that what depends on several values can be checked even where some are
    mistaken. The settings are those of the file only where there is no mistake.
    """
    mistakes: list[Mistake] = []
    data = _without_empty(data, ())
    while True:
        try:
            return Settings.model_validate(data), mistakes
        except ValidationError as error:
            # `input` would hold what the variables hold.
            details = error.errors(include_url=False, include_input=False)
        rest = data
        for detail in details:
            path = _path(data, detail["loc"])
            mistake = _mistake(detail, path, document)
            # A union reports once for each of its members.
            if mistake not in mistakes:
                mistakes.append(mistake)
            rest = _without(rest, path[:-1] if detail["type"] == "missing" else path)
        if rest == data:
            return Settings(), mistakes
        data = rest


def _without_empty(data: dict[str, Value], path: Path) -> dict[str, Value]:
    """Leave out every setting with nothing behind it, such as a section all commented out."""
    return {
        key: _without_empty(value, (*path, key)) if isinstance(value, dict) else value
        for key, value in data.items()
        if value is not None or not _is_setting((*path, key))
    }


def _is_setting(path: Path) -> bool:
    return any(matches(field.path, path) for field in settings_fields(Settings))


def _path(data: Value, location: Sequence[str | int]) -> Path:
    """Cut from pydantic's location what stands in no file: the members of unions, `[key]`."""
    path: Path = ()
    for part in location:
        if isinstance(data, dict) and isinstance(part, str):
            if part not in data:
                # The place of a key that is missing is still the place to name.
                return path if part == "[key]" else (*path, part)
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            break
        path = (*path, part)
    return path


def _without(data: dict[str, Value], path: Path) -> dict[str, Value]:
    """Return `data` without what stands at `path`; a list is left out whole."""
    if not path:
        return {}
    first, *rest = path
    inner = data.get(str(first))
    if isinstance(inner, dict) and rest:
        return {**data, str(first): _without(inner, tuple(rest))}
    return {key: value for key, value in data.items() if key != first}


def _mistake(detail: ErrorDetails, path: Path, document: Document) -> Mistake:
    place, line = dotted(path), document.line(path)
    if detail["type"] == "extra_forbidden":
        return Mistake(place, "unknown key", _suggestion(path), line=line)
    if detail["type"] == "missing":
        return Mistake(place, "missing", "add it", expected=_description(path), line=line)
    if detail["type"] == "value_error":
        # A validator of ours, which says what was expected and shows no value.
        return Mistake(place, str(detail.get("ctx", {})["error"]), _CORRECT, line=line)
    is_key = detail["loc"][-1:] == ("[key]",)
    return Mistake(
        place,
        "unknown key" if is_key else f"found {shown(document, path)}",
        "correct it, or leave it out to have the default",
        expected=_expected(detail),
        line=line,
    )


def _suggestion(path: Path) -> str:
    keys = [
        field.path[-1]
        for field in settings_fields(Settings)
        if len(field.path) == len(path) and matches(field.path[:-1], path[:-1])
    ]
    near = get_close_matches(str(path[-1]), keys, n=1)
    return f"did you mean {near[0]}?" if near else f"the keys here are {', '.join(sorted(keys))}"


def _description(path: Path) -> str:
    return next(
        (
            field.info.description or ""
            for field in settings_fields(Settings)
            if matches(field.path, path)
        ),
        "",
    ).rstrip(".")


def _expected(detail: ErrorDetails) -> str:
    kind = detail["type"]
    known = [prefix for prefix in _EXPECTED if kind.startswith(prefix)]
    if not known:
        return detail["msg"]
    return _EXPECTED[max(known, key=len)].format_map(detail.get("ctx", {}))
