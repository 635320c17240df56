"""Gateway keys: `agw_ID_SECRET`, made here, shown once, and known by their hash."""

import secrets
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

import msgspec

PREFIX = b"agw_"


class NewKey(msgspec.Struct, frozen=True):
    """A key that was just made. `text` is the key itself: whoever made it shows it once."""

    id: str
    text: str
    sha256: str

    def __repr__(self) -> str:
        return f"NewKey({self.id})"


class HeldKey(msgspec.Struct, frozen=True):
    """What is known of a key: `digest` is its SHA-256, `expires` in seconds since 1970."""

    client: str
    digest: bytes
    scopes: frozenset[str]
    expires: float | None = None


# What the key of an unknown id is compared with, so that it takes as long as any other.
_NOBODY = HeldKey(client="", digest=bytes(32), scopes=frozenset())


def make_key() -> NewKey:
    """Return a new key of 256 random bits; its id is not secret."""
    # The id has no underscore, which ends it.
    name = secrets.token_hex(8)
    text = f"agw_{name}_{secrets.token_urlsafe(32)}"
    return NewKey(name, text, sha256(text.encode()).hexdigest())


def find(keys: Mapping[str, HeldKey], text: bytes, now: float) -> tuple[str, HeldKey] | None:
    """Return the id of a key and what is known of it, None where it is no good at `now`.

    The id finds the key; the whole of it is then compared by hash in constant time, with
    nobody's hash where there is no such id.
    """
    name = text[len(PREFIX) :].partition(b"_")[0].decode("latin-1")
    held = keys.get(name, _NOBODY)
    same = compare_digest(sha256(text).digest(), held.digest)
    if not same or held is _NOBODY or (held.expires is not None and now >= held.expires):
        return None
    return name, held
