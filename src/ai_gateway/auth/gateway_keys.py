"""Every gateway key that is good now: those of the configuration and those of the file."""

import logging
from collections.abc import Callable, Mapping

from ai_gateway.auth.credential_file import CredentialFile, CredentialFileDamaged
from ai_gateway.auth.gateway_key import HeldKey, find
from ai_gateway.auth.settings import KeySettings

_log = logging.getLogger(__name__)

_LOOK_EVERY = 1.0
"""Seconds between two looks at the file: how long a key that was removed may go on. For a key that
is not known it is looked at once, so that a new one is good at once."""


class GatewayKeys:
    """Finds keys, and follows the file while it changes.

    A file that is damaged later leaves the keys as they were, with a line in the log. Raises
    `CredentialFileDamaged` where it is so from the beginning. `file_taken` is whether a key of the
    file is good by itself, or only to get a token of the local issuer. `clock` is monotonic,
    `wall` in seconds since 1970.
    """

    def __init__(
        self,
        configured: Mapping[str, KeySettings],
        file: CredentialFile,
        clock: Callable[[], float],
        wall: Callable[[], float],
        *,
        file_taken: bool,
    ) -> None:
        self._file_taken = file_taken
        self._configured = configured
        self._file = file
        self._clock = clock
        self._wall = wall
        self._looked = clock()
        self._version = file.version()
        self._records = file.read()
        self._take()

    def use(self, configured: Mapping[str, KeySettings]) -> None:
        """Take other keys from the configuration; those of the file stay."""
        self._configured = configured
        self._take()

    def bearer(self, text: bytes) -> tuple[str, HeldKey] | None:
        """Return the same as `find`, for a key that is shown with a call."""
        found = self.find(text)
        if found is None or not (self._file_taken or found[0] in self._configured):
            return None
        return found

    def find(self, text: bytes) -> tuple[str, HeldKey] | None:
        """Return the id of a key and what is known of it, None where it is no good."""
        self._look()
        found = find(self._keys, text, self._wall())
        if found is None and self._look(at_once=True):
            # It may have been made a moment ago.
            found = find(self._keys, text, self._wall())
        return found

    def is_disabled(self, client: str) -> bool:
        """Tell whether a client was disabled by `ai-gateway clients disable`."""
        self._look()
        return client in self._disabled

    def _look(self, *, at_once: bool = False) -> bool:
        """Look at the file if it is time, and return whether there is something new."""
        now = self._clock()
        if now - self._looked < _LOOK_EVERY and not at_once:
            return False
        self._looked = now
        version = self._file.version()
        if version == self._version:
            return False
        self._version = version
        try:
            self._records = self._file.read()
        except CredentialFileDamaged as error:
            _log.error("%s The keys stay as they were.", error)
            return False
        self._take()
        return True

    def _take(self) -> None:
        configured = {
            name: HeldKey(
                key.client, bytes.fromhex(key.sha256), frozenset(key.scopes), key.expires_at
            )
            for name, key in self._configured.items()
        }
        self._keys: dict[str, HeldKey] = {}
        for client, record in self._records.items():
            for name, key in record.keys.items():
                self._keys[name] = HeldKey(
                    client, bytes.fromhex(key.sha256), frozenset(key.scopes), key.expires
                )
        self._keys.update(configured)
        self._disabled = {name for name, record in self._records.items() if record.disabled}
