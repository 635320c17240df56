"""Loads the configuration: the file, the environment, and every mistake in them at once."""

from collections.abc import Mapping
from pathlib import Path

from ai_gateway.config.consistency import inconsistencies
from ai_gateway.config.document import Document, read_document
from ai_gateway.config.environment import CONFIG_VARIABLE, with_environment
from ai_gateway.config.interpolation import interpolate
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.secrecy import literal_secrets
from ai_gateway.config.settings import Settings
from ai_gateway.config.validation import validate

# A hundred times what a large configuration has.
_LARGEST_FILE = 1024 * 1024


def load(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings of the file at `path`, or without one those of the environment alone.

    Where `path` is None, `AI_GATEWAY_CONFIG` may name the file. A variable that is empty
    counts as unset. Raises `ConfigurationInvalid` with every mistake.
    """
    named = environment.get(CONFIG_VARIABLE)
    if path is None and named:
        path = Path(named)
    written = Document() if path is None else read_document(_read(path))
    document = with_environment(written, environment)
    data, mistakes = interpolate(document, environment)
    mistakes += literal_secrets(document)
    settings, invalid = validate(data, document)
    for mistake in (*invalid, *inconsistencies(settings, document)):
        if not any(_follows(mistake, earlier) for earlier in mistakes):
            mistakes.append(mistake)
    if mistakes:
        raise ConfigurationInvalid(tuple(sorted(mistakes, key=_order)))
    return settings


def _follows(mistake: Mistake, earlier: Mistake) -> bool:
    """Tell whether a mistake is at or within the place of an earlier one, and so follows it."""
    return mistake.path == earlier.path or mistake.path.startswith(
        (earlier.path + ".", earlier.path + "[")
    )


def _order(mistake: Mistake) -> tuple[int, str]:
    return mistake.line or 0, mistake.path


def _read(path: Path) -> str:
    # `Path` takes one of the two slashes away.
    if path.as_posix().startswith("s3:/"):
        raise _unreadable(path, "an address in S3")
    try:
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise _unreadable(path, f"a file of {size} bytes")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(path, "a file that is not UTF-8") from error
    except OSError as error:
        raise _unreadable(path, error.strerror or "a file that cannot be read") from error


def _unreadable(path: Path, found: str) -> ConfigurationInvalid:
    return ConfigurationInvalid(
        (
            Mistake(
                path.as_posix().replace("s3:/", "s3://", 1),
                found,
                f"correct --config or {CONFIG_VARIABLE}",
                expected=f"a readable YAML file of at most {_LARGEST_FILE} bytes",
            ),
        )
    )
