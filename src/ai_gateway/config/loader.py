"""Loads the configuration: file, environment, secrets, and every mistake in them at once."""

import logging
from collections.abc import Mapping
from pathlib import Path

from ai_gateway.config.aws_reader import AwsReader, AwsWhereNeeded
from ai_gateway.config.consistency import inconsistencies
from ai_gateway.config.document import Document, read_document
from ai_gateway.config.environment import with_environment
from ai_gateway.config.interpolation import interpolate
from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake
from ai_gateway.config.secrecy import literal_secrets
from ai_gateway.config.secrets import Secrets
from ai_gateway.config.settings import Settings
from ai_gateway.config.source import read, source_of
from ai_gateway.config.unset import without_unset
from ai_gateway.config.validation import validate

_log = logging.getLogger(__name__)


class Notes:
    """Logs what an operator should know of a configuration without mistakes, each thing once.

    Kept from one reading to the next, so that what is so for months is not said every minute.
    """

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, note: str) -> None:
        """Log `note` unless it was logged before."""
        if note not in self._said:
            self._said.add(note)
            _log.warning("%s", note)


def load(
    named: str | Path | None,
    environment: Mapping[str, str],
    aws: AwsReader | None = None,
    notes: Notes | None = None,
) -> Settings:
    """Return the settings of the file `named`, or without one those of the environment alone.

    `named` is a path or `s3://BUCKET/KEY?versionId=VERSION`. Where it is None,
    `AI_GATEWAY_CONFIG` may name the file. A variable that is empty counts as unset. Where file
    or secrets are in AWS, `aws` reads them, which may take seconds. Secrets without a value
    are told to `notes`. Raises `ConfigurationInvalid` with every mistake.
    """
    aws = aws or AwsWhereNeeded(environment)
    source = source_of(named, environment)
    written = Document() if source is None else read_document(read(source, aws))
    document = with_environment(written, environment)
    resolved = interpolate(document, environment, Secrets(aws))
    data, left_out, unset = without_unset(resolved, document)
    mistakes = [*resolved.mistakes, *unset, *literal_secrets(document)]
    settings, invalid = validate(data, document)
    for mistake in (*invalid, *inconsistencies(settings, document)):
        if not any(_follows(mistake, earlier) for earlier in mistakes):
            mistakes.append(mistake)
    if mistakes:
        raise ConfigurationInvalid(tuple(sorted(mistakes, key=_order)))
    note = notes or Notes()
    for text in left_out:
        note(text)
    return settings


def _follows(mistake: Mistake, earlier: Mistake) -> bool:
    """Tell whether a mistake is at or within the place of an earlier one, and so follows it."""
    return mistake.path == earlier.path or mistake.path.startswith(
        (earlier.path + ".", earlier.path + "[")
    )


def _order(mistake: Mistake) -> tuple[int, str]:
    return mistake.line or 0, mistake.path
