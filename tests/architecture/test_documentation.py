"""The documentation says what the program does, and leads nowhere that does not exist."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from ai_gateway.cli.docs import stale
from ai_gateway.config.document import read_document
from ai_gateway.config.fields import settings_fields
from ai_gateway.config.loader import load
from ai_gateway.config.settings import Settings
from ai_gateway.core.errors import GatewayError
from ai_gateway.providers.catalogue import catalogue
from tests.architecture.repository import ROOT, repository_files

DOCS = ROOT / "docs"
PAGES = [path for path in repository_files() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_generated_pages_are_those_that_the_program_writes():
    assert [str(path.relative_to(ROOT)) for path in stale(DOCS)] == []


def test_the_settings_page_and_the_settings_name_the_same_keys():
    page = (DOCS / "configuration.md").read_text()
    documented = set(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE))
    assert documented == {
        ".".join(field.path).replace("*", "NAME")
        for field in settings_fields(Settings)
        if len(field.path) > 1
    }


def test_the_example_has_no_mistake_and_names_its_schema():
    path = ROOT / "gateway.example.yaml"
    load(path, {})
    first = path.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=docs/gateway.schema.json"
    assert json.loads((DOCS / "gateway.schema.json").read_text())["properties"]


def test_the_example_is_right_with_every_part_of_it_switched_on(tmp_path: Path):
    text = (ROOT / "gateway.example.yaml").read_text()
    path = tmp_path / "gateway.yaml"
    # `#key: value` is a setting that is switched off, `# Text` a comment.
    path.write_text(re.sub(r"^( *)#(?! \S)(?=.)", r"\1", text, flags=re.MULTILINE))
    names = re.findall(r"\$\{(\w+)\}", text)
    document = read_document(path.read_text())
    assert set(document.data) == set(Settings.model_fields)
    load(path, dict.fromkeys(names, "http://proxy.example:3128"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path):
    # What stands in code is no link.
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in _anchors(found), f"{page.name} links to {target}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def _blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}-{number}", text)
        for page in PAGES
        for number, (name, text) in enumerate(BLOCK.findall(page.read_text()))
        if name == language
    ]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _blocks("yaml")])
def test_every_configuration_in_the_documentation_is_right(text: str, tmp_path: Path):
    path = tmp_path / "gateway.yaml"
    path.write_text(text)
    load(path, dict.fromkeys(re.findall(r"\$\{(\w+)\}", text), "value"))


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _blocks("python")])
def test_every_program_in_the_documentation_is_python(text: str):
    compile(text, "documentation", "exec")


def test_the_catalogue_page_lists_every_provider_with_address_and_variable():
    page = (DOCS / "providers.md").read_text()
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| (.*) \|$", page, re.MULTILINE))
    assert set(rows) == set(catalogue())
    for name, entry in catalogue().items():
        assert entry.source.startswith("https://")
        assert entry.source in rows[name]
        assert f"`{entry.key}`" in rows[name] if entry.key else "none needed" in rows[name]
        assert entry.base_url is None or f"`{entry.base_url}`" in rows[name]


def test_the_operations_page_explains_every_error():
    page = (DOCS / "operations.md").read_text()
    classes = [GatewayError]
    for cls in classes:
        classes += cls.__subclasses__()
    documented = set(re.findall(r"^\| `(\w+)` \| \d{3} \|", page, re.MULTILINE))
    # `provider_error` is the rung between; its own failures have codes of their own.
    assert documented >= {cls.code for cls in classes if cls.__module__ == "ai_gateway.core.errors"}
    assert documented <= {cls.code for cls in classes}


def test_the_layers_are_those_that_are_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = project["tool"]["importlinter"]["contracts"][0]
    page = (ROOT / "CONTRIBUTING.md").read_text()
    lines = page.split("```text\n")[1].split("```")[0].splitlines()
    # What stands two spaces to the right says something of the layer.
    assert [line.split("  ")[0] for line in lines] == contract["layers"]


def test_decisions_are_numbered_without_holes():
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
