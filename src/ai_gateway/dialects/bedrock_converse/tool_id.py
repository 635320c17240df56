"""Ids of calls, in the letters and the length that Converse allows them."""

import hashlib
import re

_LONGEST = 64
_NOT_ALLOWED = re.compile(r"[^a-zA-Z0-9_.:-]")


def tool_id(identifier: str) -> str:
    """Return `identifier` as the service takes it: the same for the call and for its result.

    One that is too long ends with a digest of itself, so that two of them stay two.
    """
    allowed = _NOT_ALLOWED.sub("_", identifier)
    if len(allowed) <= _LONGEST:
        return allowed or "_"
    digest = hashlib.blake2b(identifier.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{allowed[: _LONGEST - len(digest) - 1]}-{digest}"
