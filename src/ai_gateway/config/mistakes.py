"""What is wrong with a configuration, as values that a person can act on."""

from dataclasses import dataclass
from typing import TypeAlias

Finding: TypeAlias = tuple[tuple[str | int, ...], str, str, str]
"""What several values together make wrong: path, what was found, what was expected, next step."""


@dataclass(frozen=True)
class Mistake:
    """One thing that the configuration cannot say.

    `path` is where it stands (`providers.openai.api_ky`), empty for the file as a whole;
    `found` what stands there, never a secret and never what a variable holds; `expected` what
    may stand there, empty where the next step says it; `line` counts from 1, None where the
    value is in no file.
    """

    path: str
    found: str
    next_step: str
    expected: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.path or "the file"
        if self.line is not None:
            place += f" (line {self.line})"
        expected = f"expected {self.expected}" if self.expected else ""
        return f"{place}: {'; '.join(filter(None, (self.found, expected, self.next_step)))}"


class ConfigurationInvalid(Exception):
    """The configuration has mistakes; `mistakes` holds every one, in the order of the file."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
