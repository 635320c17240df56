"""Where the configuration is, and its text: a file of this machine, or an object in S3."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from ai_gateway.config.aws_reader import AwsReader, AwsRefused
from ai_gateway.config.environment import CONFIG_VARIABLE
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake

# A hundred times what a large configuration has.
LARGEST_FILE = 1024 * 1024

_S3 = "s3://"
_CORRECT = f"correct --config or {CONFIG_VARIABLE}"


@dataclass(frozen=True)
class S3Object:
    """An object in S3; the newest version where `version` is None."""

    bucket: str
    key: str
    version: str | None = None

    def __str__(self) -> str:
        version = "" if self.version is None else f"?versionId={self.version}"
        return f"{_S3}{self.bucket}/{self.key}{version}"


Source: TypeAlias = Path | S3Object


def source_of(named: str | Path | None, environment: Mapping[str, str]) -> Source | None:
    """Return where the configuration is, None where there is none and the defaults hold.

    `named` is what the command line says; without it `AI_GATEWAY_CONFIG` counts. Raises
    `ConfigurationInvalid` for an address in S3 that is none.
    """
    name = named or environment.get(CONFIG_VARIABLE)
    if not name:
        return None
    return _s3(name) if isinstance(name, str) and name.startswith(_S3) else Path(name)


def read(source: Source, aws: AwsReader) -> str:
    """Return the text at `source`; raises `ConfigurationInvalid` where it cannot be had."""
    try:
        content = _content(source, aws)
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(source, "a file that is not UTF-8") from error
    except OSError as error:
        raise _unreadable(source, error.strerror or "a file that cannot be read") from error
    except AwsRefused as error:
        raise ConfigurationInvalid((Mistake(str(source), error.found, error.next_step),)) from error


def _content(source: Source, aws: AwsReader) -> bytes:
    if isinstance(source, S3Object):
        return aws.object(source.bucket, source.key, source.version, LARGEST_FILE)
    size = source.stat().st_size
    if size > LARGEST_FILE:
        raise _unreadable(source, f"a file of {size} bytes")
    return source.read_bytes()


def _s3(address: str) -> S3Object:
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    versions = query.pop("versionId", [])
    key = unquote(parts.path.removeprefix("/"))
    if not parts.netloc or not key or query or len(versions) > 1 or "" in versions:
        raise ConfigurationInvalid(
            (Mistake(address, "no address in S3", _CORRECT, "s3://BUCKET/KEY?versionId=VERSION"),)
        )
    return S3Object(parts.netloc, key, versions[0] if versions else None)


def _unreadable(source: Source, found: str) -> ConfigurationInvalid:
    expected = f"a readable YAML file of at most {LARGEST_FILE} bytes"
    return ConfigurationInvalid((Mistake(str(source), found, _CORRECT, expected),))
