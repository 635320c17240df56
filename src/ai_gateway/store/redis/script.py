"""The Lua scripts, as they stand beside this module."""

import hashlib
from importlib.resources import files

import msgspec


class Script(msgspec.Struct, frozen=True):
    """A script's text and the SHA-1 by which a server remembers it."""

    text: str
    sha: str


def _script(name: str) -> Script:
    text = files("ai_gateway.store.redis").joinpath(name).read_text("utf-8")
    # The server's own name for it, not a matter of security.
    return Script(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


ADMIT = _script("admit.lua")
SETTLE = _script("settle.lua")
RENEW = _script("renew.lua")
BALANCE = _script("balance.lua")
