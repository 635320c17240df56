"""A coding agent's conversation: a long prompt, many tools, parallel calls, thoughts in between."""

from typing import Any

import msgspec

MOST = 32_000
"""Tokens of an answer; coding agents leave room."""

RULES = "Be careful. " * 1250
HABITS = "Be brief. .." * 1250
"""Two halves of a system prompt of 30 KB, marked for the cache one by one."""

_PATH = {"type": "string", "description": "Where.", "minLength": 1}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "read_file": {
        "properties": {
            "path": _PATH,
            "range": {
                "anyOf": [{"$ref": "#/$defs/range"}, {"type": "null"}],
                "default": None,
            },
        },
        "required": ["path"],
        "$defs": {
            "range": {
                "type": "object",
                "properties": {
                    "from": {"type": "integer", "minimum": 1},
                    "to": {"type": "integer"},
                },
                "required": ["from", "to"],
                "additionalProperties": False,
            }
        },
    },
    "grep": {
        "properties": {
            "pattern": {"type": "string"},
            "flags": {"type": "array", "items": {"enum": ["i", "m"]}, "uniqueItems": True},
            "limit": {"type": ["integer", "null"], "exclusiveMinimum": 0},
        },
        "required": ["pattern"],
        "additionalProperties": False,
    },
    "edit_file": {
        "properties": {
            "path": _PATH,
            "edits": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": {"old": {"type": "string"}, "new": {"type": "string"}},
                    "required": ["old", "new"],
                },
            },
        },
        "required": ["path", "edits"],
    },
    "run": {
        "properties": {
            "command": {"type": "string"},
            "environment": {"type": "object", "additionalProperties": {"type": "string"}},
            "mode": {"const": "fast"},
        },
        "required": ["command"],
    },
}
_MORE = {
    f"mcp__server__tool_{place}": {
        "properties": {"id": {"type": "string", "format": "uuid"}, "n": {"type": "number"}},
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }
    for place in range(25 - len(_SCHEMAS))
}

TOOLS: dict[str, dict[str, Any]] = {
    name: {"type": "object", **schema} for name, schema in (_SCHEMAS | _MORE).items()
}
"""Twenty-five tools by their names, with the schemas that such agents send."""


class Call(msgspec.Struct, frozen=True):
    """A call that the model makes, and what comes of it."""

    name: str
    arguments: dict[str, Any]
    result: str

    @property
    def words(self) -> str:
        """The words that make the simulated model call it."""
        return f"call {self.name} {msgspec.json.encode(self.arguments).decode()}"


def _script(*steps: list[tuple[str, dict[str, Any], str]]) -> list[list[Call]]:
    """Return the steps, the last result of each telling what comes next."""
    script: list[list[Call]] = []
    following = ""
    for step in reversed(steps):
        calls = [Call(*call) for call in step]
        calls[-1] = msgspec.structs.replace(calls[-1], result=calls[-1].result + following)
        following = "".join(f" {call.words}" for call in calls)
        script.insert(0, calls)
    return script


SCRIPTS = [
    _script(
        [
            ("read_file", {"path": "a.py", "range": {"from": 1, "to": 20}}, "def a(): return 1"),
            ("read_file", {"path": "ü.py"}, 'x = "ü"'),
            ("grep", {"pattern": "é+", "flags": ["i"]}, "ü.py:1"),
        ],
        [("edit_file", {"path": "a.py", "edits": [{"old": "1", "new": "2"}]}, "Edited a.py.")],
        [("run", {"command": "pytest", "environment": {"A": "1"}}, "1 passed.")],
    ),
    _script([("run", {"command": "git diff"}, "-1 +2")]),
]
"""What the model does about each thing that the user says, step by step."""

ASKED = [
    f"{words}{''.join(f' {call.words}' for call in script[0])}"
    for words, script in zip(("Mend a.py.", "Show it."), SCRIPTS, strict=True)
]
"""What the user says."""

ANSWERS = ["The tool said: 1 passed.", "The tool said: -1 +2"]
"""How the model ends each turn."""

ROUNDS = sum(len(script) + 1 for script in SCRIPTS)
"""How often the model is asked in all."""
