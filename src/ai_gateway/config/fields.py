"""The settings as a flat list of fields, for whoever has to look at all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from ai_gateway.config.document import Path

ANY = "*"
"""Stands in a field's path for a name that the operator chooses, such as a provider's."""


@dataclass(frozen=True)
class SettingsField:
    """One field: its path with `*` for chosen names, what pydantic knows, the model inside."""

    path: tuple[str, ...]
    info: FieldInfo
    model: type[BaseModel] | None

    @property
    def keyed(self) -> bool:
        """Whether its keys are names that the operator chooses."""
        return get_origin(self.info.annotation) is dict

    @property
    def secret(self) -> bool:
        """Whether the value must never be shown."""
        return SecretStr in _parts(self.info.annotation)


def settings_fields(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[SettingsField]:
    """Yield every field of `model` and of the models within it, parents first."""
    for name, info in model.model_fields.items():
        here = (*path, name)
        inner = next(filter(_is_model, _parts(info.annotation)), None)
        field = SettingsField(here, info, inner)
        yield field
        if inner is not None:
            yield from settings_fields(inner, (*here, ANY) if field.keyed else here)


def matches(pattern: tuple[str, ...], path: Path) -> bool:
    """Tell whether `path` is one that the field's path `pattern` stands for."""
    return len(pattern) == len(path) and all(
        part in (ANY, here) for part, here in zip(pattern, path, strict=True)
    )


def _is_model(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def _parts(annotation: object) -> list[type]:
    """Return every class that a type annotation mentions."""
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation]
    return [part for argument in get_args(annotation) for part in _parts(argument)]
