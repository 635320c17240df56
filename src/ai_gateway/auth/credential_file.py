"""The file of gateway keys: who holds which, by hash. Written by the command line."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

_NAME = "credentials.json"
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class KeyRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One key: its SHA-256 in hexadecimal, and instants in seconds since 1970."""

    sha256: str
    scopes: tuple[str, ...]
    created: float
    expires: float | None = None


class ClientRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One client's keys by their ids."""

    created: float
    disabled: bool = False
    keys: dict[str, KeyRecord] = {}


class _Content(msgspec.Struct, frozen=True):
    clients: dict[str, ClientRecord]
    version: int = 1


Records = dict[str, ClientRecord]
"""Clients by name."""

_DECODER = msgspec.json.Decoder(_Content)


class CredentialFileDamaged(Exception):
    """The file cannot be used; the message says why, and what to do."""


class CredentialFile:
    """The keys of one data directory.

    A reader sees the file before or after a change, never half of it. Writers wait for one
    another, in this process or another.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / _NAME

    def version(self) -> tuple[int, int] | None:
        """Return what changes whenever the file does, None where there is no file."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def read(self) -> Records:
        """Return every client, none where there is no file. Raises `CredentialFileDamaged`."""
        try:
            return _DECODER.decode(self._path.read_bytes()).clients
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CredentialFileDamaged(
                f"{self._path} cannot be read as the file of gateway keys ({error}). Restore it "
                "from a copy, or remove it and make new keys with `ai-gateway clients add`."
            ) from error

    def change(self, change: Callable[[Records], Records]) -> None:
        """Write what `change` makes of the clients. Raises what it raises, having written nothing.

        Raises `CredentialFileDamaged` and `OSError` too.
        """
        self._directory.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        with _locked(self._directory / f"{_NAME}.lock"):
            text = msgspec.json.format(msgspec.json.encode(_Content(change(self.read()))))
            replace_private(self._path, text + b"\n")


def replace_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _locked(path: Path) -> Generator[None]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, _PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
