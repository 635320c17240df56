"""Boxes and arrows of a Mermaid flowchart."""

import re
from pathlib import Path

HERE = Path(__file__).parent

_BOX = re.compile(r'^\s*(?:subgraph\s+)?(\w+)\["', re.MULTILINE)
_ARROW = re.compile(r'^\s*([\w &]+?)\s*-\.?-?>(?:\|"[^"]*"\|)?\s*([\w &]+?)\s*$', re.MULTILINE)


def boxes(name: str) -> set[str]:
    """Return every box, those around others too."""
    return set(_BOX.findall(_text(name)))


def arrows(name: str) -> set[str]:
    """Return every arrow as `FROM -> TO`, one for each pair that a line joins."""
    return {
        f"{one} -> {other}"
        for ones, others in _ARROW.findall(_text(name))
        for one in ones.split(" & ")
        for other in others.split(" & ")
    }


def _text(name: str) -> str:
    return (HERE / f"{name}.mmd").read_text()
