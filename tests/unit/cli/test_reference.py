"""The reference pages."""

import json

from ai_gateway.cli.reference import command_page, schema_page, settings_tables
from ai_gateway.config.fields import settings_fields
from ai_gateway.config.settings import Settings


def test_every_setting_has_a_row_and_every_section_a_table():
    text = settings_tables()
    for field in settings_fields(Settings):
        if len(field.path) == 1:
            assert f"## {field.path[0]}\n" in text
        else:
            key = ".".join(field.path).replace("*", "NAME")
            assert text.count(f"| `{key}` |") == 1


def test_a_row_says_kind_default_and_meaning():
    text = settings_tables()
    assert "| `edge.port` | whole number | `8787` | Port of the callers' listener" in text
    assert "| `accounting.log` | `true` or `false` | `true` |" in text
    assert (
        "| `providers.NAME.api_key` | secret, as `${NAME}` or `${secret:NAME}` only | none |"
        in text
    )
    assert "| `routing.models.NAME.model` | text | required |" in text
    assert "| `routing.models` | mapping of names | `{}` |" in text
    assert "| `routing.custom_hosts` | section | as below |" in text


def test_the_schema_is_json():
    assert json.loads(schema_page())["title"] == "Configuration of the AI gateway"


def test_the_command_page_has_the_help_of_every_command():
    text = command_page()
    for command in ("serve", "check", "simulate", "version"):
        assert f"## {command}\n" in text
        assert f"Usage: ai-gateway {command} [OPTIONS]" in text
    for command in ("aws", "aws deploy", "aws secrets", "aws secrets set", "aws image push"):
        assert f"## {command}\n" in text
        assert f"Usage: ai-gateway {command} [OPTIONS]" in text
    assert max(map(len, text.splitlines())) <= 90
