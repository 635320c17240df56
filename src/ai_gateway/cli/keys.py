"""Changes to the file of gateway keys, each from the clients before to the clients after."""

import msgspec

from ai_gateway.auth.credential_file import ClientRecord, KeyRecord, Records
from ai_gateway.auth.gateway_key import NewKey


class NoSuchClient(Exception):
    """No client of that name has a gateway key here; the message says so."""


class ClientExists(Exception):
    """A client of that name has a gateway key already; the message says so."""


class Terms(msgspec.Struct, frozen=True):
    """What a new key is good for, from when until when, in seconds since 1970."""

    scopes: tuple[str, ...]
    now: float
    expires: float | None = None


def added(clients: Records, name: str, key: NewKey, terms: Terms) -> Records:
    """Return the clients with a new one that holds `key`. Raises `ClientExists`."""
    if name in clients:
        raise ClientExists(
            f"{name} has a gateway key already. Give it another with `ai-gateway clients rotate "
            f"{name}`, or choose another name."
        )
    return {**clients, name: ClientRecord(created=terms.now, keys={key.id: _record(key, terms)})}


def rotated(clients: Records, name: str, key: NewKey, terms: Terms, overlap: float) -> Records:
    """Return the clients with `key` for one of them, its other keys good for `overlap` seconds.

    Those that ended are left out. Raises `NoSuchClient`.
    """
    client = _found(clients, name)
    until = terms.now + overlap
    old = {
        kid: msgspec.structs.replace(
            held, expires=until if held.expires is None else min(until, held.expires)
        )
        for kid, held in client.keys.items()
        if overlap > 0 and (held.expires is None or held.expires > terms.now)
    }
    keys = {**old, key.id: _record(key, terms)}
    return {**clients, name: msgspec.structs.replace(client, keys=keys)}


def switched(clients: Records, name: str, *, disabled: bool, now: float) -> Records:
    """Return the clients with one of them off or on.

    One without a gateway key is noted too: its tokens are refused as well.
    """
    client = clients.get(name, ClientRecord(created=now))
    return {**clients, name: msgspec.structs.replace(client, disabled=disabled)}


def removed(clients: Records, name: str) -> Records:
    """Return the clients without one of them and its keys. Raises `NoSuchClient`."""
    _found(clients, name)
    return {other: client for other, client in clients.items() if other != name}


def scopes_of(clients: Records, name: str) -> tuple[str, ...]:
    """Return what the keys of a client are good for together. Raises `NoSuchClient`."""
    keys = _found(clients, name).keys.values()
    return tuple(sorted({scope for key in keys for scope in key.scopes}))


def _found(clients: Records, name: str) -> ClientRecord:
    if name not in clients:
        raise NoSuchClient(
            f"{name} has no gateway key here. `ai-gateway clients list` shows who has one; "
            f"`ai-gateway clients add {name}` makes one."
        )
    return clients[name]


def _record(key: NewKey, terms: Terms) -> KeyRecord:
    return KeyRecord(key.sha256, terms.scopes, terms.now, terms.expires)
