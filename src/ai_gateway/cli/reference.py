"""Writes the reference pages from what the program itself knows: its settings, its commands."""

import json
from collections.abc import Mapping
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin

import typer
from pydantic import SecretStr
from pydantic_core import PydanticUndefined, to_jsonable_python
from typer.core import TyperGroup

from ai_gateway.cli.main import cli
from ai_gateway.config.fields import ANY, SettingsField, settings_fields
from ai_gateway.config.schema import json_schema
from ai_gateway.config.settings import Settings

if TYPE_CHECKING:
    # Typer carries a Click of its own, and exports its types nowhere.
    from typer._click.core import Command, Context

_WIDTH = 88

_KINDS: Mapping[object, str] = MappingProxyType(
    {
        str: "text",
        int: "whole number",
        float: "number",
        bool: "`true` or `false`",
        tuple: "list",
        dict: "mapping",
        SecretStr: "secret, as `${NAME}` or `${secret:NAME}` only",
    }
)


def schema_page() -> str:
    """Return the JSON Schema of the configuration file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def settings_tables() -> str:
    """Return one table for each section: key, kind, default, meaning."""
    fields = list(settings_fields(Settings))
    parts: list[str] = []
    for name, info in Settings.model_fields.items():
        rows = [_row(field) for field in fields if field.path[:1] == (name,) != field.path]
        parts += [
            f"## {name}\n\n{info.description}\n",
            "| key | kind | default | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n",
        ]
    return "\n".join(parts)


def command_page() -> str:
    """Return what `--help` prints, for the program and for each of its commands."""
    program = typer.main.get_group(cli)
    context = program.make_context("ai-gateway", [], resilient_parsing=True, terminal_width=_WIDTH)
    parts = [
        "# Command line\n\nWhat `--help` prints. This page is written by `make docs`.\n",
        f"```text\n{program.get_help(context).strip()}\n```\n",
    ]
    waiting = _below(program, context)
    while waiting:
        name, command, parent = waiting.pop(0)
        within = command.make_context(name, [], parent=parent, resilient_parsing=True)
        title = within.command_path.removeprefix("ai-gateway ")
        parts.append(f"## {title}\n\n```text\n{command.get_help(within).strip()}\n```\n")
        if isinstance(command, TyperGroup):
            waiting[:0] = _below(command, within)
    return "\n".join(parts)


def _row(field: SettingsField) -> str:
    key = ".".join("NAME" if part == ANY else part for part in field.path)
    return f"| `{key}` | {_kind(field)} | {_default(field)} | {_cell(field.info.description)} |"


def _kind(field: SettingsField) -> str:
    if field.model is not None:
        return "mapping of names" if field.keyed else "section"
    annotation = field.info.annotation
    if get_origin(annotation) in (UnionType, Union):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    origin = get_origin(annotation) or annotation
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(annotation))
    return _KINDS.get(origin, "text")


def _default(field: SettingsField) -> str:
    if field.info.is_required():
        return "required"
    if field.model is not None and not field.keyed:
        return "none" if field.info.default is None else "as below"
    value = field.info.get_default(call_default_factory=True, validated_data={})
    if value is None or value is PydanticUndefined:
        return "none"
    return f"`{json.dumps(to_jsonable_python(value))}`"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


def _below(group: TyperGroup, context: "Context") -> list[tuple[str, "Command", "Context"]]:
    """Return every command of a group with its name and the group's context."""
    commands = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    return [(name, command, context) for name, command in commands if command is not None]
