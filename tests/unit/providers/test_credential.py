"""A credential goes where its provider looks for it, and shows itself nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.errors import Unauthenticated
from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.core.policy import Policy
from ai_gateway.core.principal import Principal
from ai_gateway.providers.catalogue import CredentialKind
from ai_gateway.providers.credential import (
    Credential,
    Field,
    Key,
    brings_key,
    callers_key,
    key_field,
)
from ai_gateway.providers.entra import EntraToken
from tests.unit.core.calls import call_with

# The type checker proves that both kinds fit.
CREDENTIALS: tuple[type[Credential], ...] = (Key, EntraToken)

PLACES: list[tuple[CredentialKind, Field]] = [
    ("bearer", (b"authorization", b"Bearer sk-1")),
    ("none", (b"authorization", b"Bearer sk-1")),
    ("x-api-key", (b"x-api-key", b"sk-1")),
    ("api-key", (b"api-key", b"sk-1")),
]
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=255), min_size=12)


@pytest.mark.anyio
@pytest.mark.parametrize(("kind", "field"), PLACES)
async def test_the_servers_key_goes_where_its_provider_looks(kind: CredentialKind, field: Field):
    expected = None if kind == "none" else field
    assert await Key(kind, "sk-1").field() == expected


@pytest.mark.parametrize(("kind", "field"), PLACES)
@pytest.mark.parametrize(
    "sent",
    [
        [(b"authorization", b"Bearer sk-1")],
        [(b"authorization", b"bearer  sk-1 ")],
        [(b"x-api-key", b"sk-1")],
        [(b"api-key", b"sk-1")],
        [(b"x-api-key", b""), (b"api-key", b""), (b"authorization", b"BEARER sk-1")],
        [(b"authorization", b"Basic dXNlcg=="), (b"api-key", b"sk-1")],
    ],
)
def test_the_callers_key_is_moved_from_wherever_its_sdk_put_it(
    sent: HeaderPairs, kind: CredentialKind, field: Field
):
    assert callers_key(Headers(sent), kind, "groq") == field


def test_of_two_fields_of_one_name_the_last_counts():
    sent = [(b"authorization", b"Bearer first"), (b"authorization", b"Bearer last")]
    assert callers_key(Headers(sent), "bearer", "groq") == (b"authorization", b"Bearer last")


def test_the_bytes_of_a_callers_key_are_not_touched():
    secret = bytes(range(0x21, 0x100))
    assert callers_key(Headers([(b"api-key", secret)]), "api-key", "p") == (b"api-key", secret)


KEYLESS: list[HeaderPairs] = [
    [],
    [(b"x-api-key", b"")],
    [(b"authorization", b"")],
    [(b"authorization", b"Bearer")],
    [(b"authorization", b"Bearer  ")],
    [(b"authorization", b"Basic dXNlcjpwYXNz")],
    [(b"authorization", b"sk-secret")],
    [(b"cookie", b"session=sk-secret")],
]


@pytest.mark.parametrize("sent", KEYLESS)
def test_without_any_key_the_call_is_refused_with_the_way_out(sent: HeaderPairs):
    with pytest.raises(Unauthenticated, match=r"providers\.groq\.api_key") as refused:
        callers_key(Headers(sent), "bearer", "groq")
    assert (refused.value.status, refused.value.provider) == (401, "groq")
    assert "sk-secret" not in str(refused.value)


@pytest.mark.parametrize("sent", KEYLESS)
def test_a_provider_that_needs_no_key_gets_none(sent: HeaderPairs):
    assert callers_key(Headers(sent), "none", "ollama") is None


@given(SECRETS, st.sampled_from(PLACES))
def test_a_key_never_shows_itself(secret: str, place: tuple[CredentialKind, Field]):
    key = Key(place[0], secret)
    assert secret not in repr(key)
    assert secret not in str(key)


@given(SECRETS)
def test_a_refusal_never_shows_what_was_sent(secret: str):
    sent = Headers([(b"authorization", b"Digest " + secret.encode("latin-1"))])
    with pytest.raises(Unauthenticated) as refused:
        callers_key(sent, "bearer", "groq")
    shown = f"{refused.value!r} {refused.value} {sent!r}"
    assert not re.search(re.escape(secret), shown)


def test_a_field_is_named_for_the_wire():
    assert key_field("api-key", b"k") == (b"api-key", b"k")
    assert key_field("bearer", b"k") == (b"authorization", b"Bearer k")


@pytest.mark.parametrize(
    ("own_keys", "sent", "brings"),
    [
        (True, [(b"authorization", b"Bearer sk-mine")], True),
        (True, [(b"x-goog-api-key", b"mine")], True),
        (True, [(b"cookie", b"a=b"), (b"host", b"h")], False),
        (False, [(b"authorization", b"Bearer sk-mine")], False),
        (None, [(b"authorization", b"Bearer sk-mine")], False),
    ],
)
def test_a_key_goes_before_the_servers_only_where_the_clients_policy_lets_it(
    own_keys: bool | None, sent: HeaderPairs, brings: bool
):
    principal = None
    if own_keys is not None:
        policy = Policy(own_keys=own_keys)
        principal = Principal("a", "i", "token", "pool", frozenset(), (), policy)
    assert brings_key(call_with(sent, principal=principal)) is brings
