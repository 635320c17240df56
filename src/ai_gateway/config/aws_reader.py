"""What the configuration asks of AWS, and AWS only where it asks."""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Protocol, cast

_AWS = "ai_gateway.config.aws:Aws"


class AwsRefused(Exception):
    """AWS did not give what was asked for: `found` says why, `next_step` what to do."""

    def __init__(self, found: str, next_step: str) -> None:
        super().__init__(f"{found}; {next_step}")
        self.found = found
        self.next_step = next_step


class AwsReader(Protocol):
    """Whatever reads objects and secrets. Both may take seconds, and raise `AwsRefused`."""

    def object(self, bucket: str, key: str, version: str | None, most: int) -> bytes:
        """Return an object of S3, of that version or the newest; more than `most` bytes raise."""
        ...

    def secret(self, name: str) -> str | None:
        """Return the value of a secret, None where there is no such secret or it has no value."""
        ...


class AwsWhereNeeded:
    """AWS from the first question on: its library takes 10 MB, and most files ask for nothing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._reader: AwsReader | None = None

    def object(self, bucket: str, key: str, version: str | None, most: int) -> bytes:
        """Return an object; see `AwsReader.object`."""
        return self._aws().object(bucket, key, version, most)

    def secret(self, name: str) -> str | None:
        """Return a secret; see `AwsReader.secret`."""
        return self._aws().secret(name)

    def _aws(self) -> AwsReader:
        if self._reader is None:
            make = cast("Callable[[Mapping[str, str]], AwsReader]", resolve_name(_AWS))
            self._reader = make(self._environment)
        return self._reader


_: type[AwsReader] = AwsWhereNeeded
