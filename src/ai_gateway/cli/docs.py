"""Keeps the generated pages in docs true: `python -m ai_gateway.cli.docs [--check]`."""

from pathlib import Path
from typing import Annotated

import typer

from ai_gateway.cli.reference import command_page, schema_page, settings_tables
from ai_gateway.cli.terminal import ExitCode, output

_BEGIN = "<!-- settings: written by `make docs` -->\n"
_END = "<!-- end of settings -->\n"


def generated(docs: Path) -> dict[Path, str]:
    """Return the text that each generated file in the folder `docs` should have.

    Of `configuration.md` only what stands between its two marks is generated. Raises
    `ValueError` where a mark is missing.
    """
    configuration = docs / "configuration.md"
    before, begin, rest = configuration.read_text("utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{configuration} lacks the mark {_BEGIN if not begin else _END!r}")
    return {
        docs / "gateway.schema.json": schema_page(),
        docs / "command-line.md": command_page(),
        configuration: f"{before}{_BEGIN}\n{settings_tables()}\n{_END}{after}",
    }


def stale(docs: Path) -> list[Path]:
    """Return the generated files in `docs` that are missing or differ from what they should be."""
    return [
        path
        for path, text in generated(docs).items()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def write(
    *,
    docs: Annotated[Path, typer.Option(help="The folder of the documentation.")] = Path("docs"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where a page is not true.")
    ] = False,
) -> None:
    """Write the generated pages, or only compare them."""
    console = output()
    paths = stale(docs)
    for path in paths:
        console.print(f"{'not true, run `make docs`' if check else 'written'}: {path}")
    if check:
        raise typer.Exit(ExitCode.FAILED if paths else ExitCode.OK)
    texts = generated(docs)
    for path in paths:
        path.write_text(texts[path], "utf-8")


if __name__ == "__main__":
    typer.run(write)
