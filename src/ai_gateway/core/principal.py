"""Who makes a call, once that is proven."""

from typing import Literal

import msgspec

from ai_gateway.core.policy import Policy

CredentialKind = Literal["token", "key"]


class Principal(msgspec.Struct, frozen=True):
    """The verified identity on one call, and what it may do.

    `client` is the client's name in the configuration, `id` what its credential calls it: the
    token's `client_id`, or the name of the gateway key. `issuer` is the name of who vouched.
    `scopes` are those of this credential, not all that the client could have.
    """

    client: str
    id: str
    credential: CredentialKind
    issuer: str
    scopes: frozenset[str]
    groups: tuple[str, ...]
    policy: Policy
