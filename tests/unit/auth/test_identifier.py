"""From header fields to a principal, whatever the credential."""

from pathlib import Path

import pytest

from ai_gateway.auth.identifier import Caller
from ai_gateway.core.errors import InvalidCredential, NotPermitted
from ai_gateway.core.headers import HeaderPairs, Headers
from tests.signers import ADMIN, INVOKE
from tests.unit.auth.callers import OWN, Callers, directory

pytestmark = pytest.mark.anyio

HOST = (b"host", b"gateway")


@pytest.fixture
def callers(tmp_path: Path) -> Callers:
    return Callers(tmp_path)


async def identified(
    callers: Callers, *fields: tuple[bytes, bytes], scope: str = "invoke"
) -> Caller:
    wanted = "admin" if scope == "admin" else "invoke"
    return await callers.identifier.identify(Headers([HOST, *fields]), wanted)


async def test_a_token_makes_the_client_of_its_id(callers: Callers):
    caller = await identified(callers, (b"authorization", b"Bearer " + callers.token()))
    principal = caller.principal
    assert (principal.client, principal.id, principal.issuer) == ("a", "client-1", "pool")
    assert (principal.credential, principal.scopes) == ("token", {"invoke"})
    assert caller.headers.pairs == [HOST]


async def test_a_key_makes_the_client_that_holds_it(callers: Callers):
    caller = await identified(callers, (b"x-api-key", callers.key.text.encode()))
    principal = caller.principal
    assert (principal.client, principal.id) == ("a", callers.key.id)
    assert (principal.credential, principal.issuer) == ("key", "ai-gateway")
    again = await identified(callers, (b"api-key", callers.key.text.encode()))
    assert again.principal is principal


async def test_a_token_of_the_local_issuer_names_the_client_itself(callers: Callers):
    caller = await identified(callers, (b"api-key", callers.token(OWN, client_id="a")))
    assert caller.principal.client == "a"
    other = await identified(callers, (b"api-key", callers.token(client_id="a")))
    assert other.principal.client == "pool/a"


@pytest.mark.parametrize("own_keys", [True, False])
async def test_a_provider_key_stays_only_where_the_policy_lets_it(callers: Callers, own_keys: bool):
    callers.identifier.use(directory({"a": {"id": "client-1", "own_keys": own_keys}}))
    mine: HeaderPairs = [(b"authorization", b"Bearer sk-mine"), (b"api-key", b"sk-other")]
    caller = await identified(callers, *mine, (b"x-portkey-api-key", callers.token()))
    assert caller.headers.pairs == [HOST, *(mine if own_keys else [])]


@pytest.mark.parametrize(
    ("fields", "challenge"),
    [
        ([], b'Bearer realm="ai-gateway"'),
        ([(b"x-api-key", b"sk-1")], b'Bearer realm="ai-gateway", error="invalid_token"'),
        ([(b"x-api-key", b"agw_1_2")], b'Bearer realm="ai-gateway", error="invalid_token"'),
    ],
)
async def test_a_refusal_says_how_to_authenticate(
    callers: Callers, fields: HeaderPairs, challenge: bytes
):
    with pytest.raises(InvalidCredential) as refused:
        await identified(callers, *fields)
    assert refused.value.headers == [(b"www-authenticate", challenge)]


@pytest.mark.parametrize(
    ("has", "wants", "allowed"),
    [
        (INVOKE, "invoke", True),
        (INVOKE, "admin", False),
        (ADMIN, "invoke", False),
        (f"{INVOKE} {ADMIN}", "admin", True),
    ],
)
async def test_a_credential_is_good_for_its_scopes_only(
    callers: Callers, has: str, wants: str, allowed: bool
):
    field = (b"api-key", callers.token(scope=has))
    if allowed:
        assert (await identified(callers, field, scope=wants)).principal.client == "a"
        return
    with pytest.raises(NotPermitted, match=f"lacks the scope {wants}") as refused:
        await identified(callers, field, scope=wants)
    assert b'error="insufficient_scope"' in refused.value.headers[0][1]


async def test_a_client_that_is_off_is_refused_by_either_credential(callers: Callers):
    callers.identifier.use(directory({"a": {"id": "client-1", "enabled": False}}))
    for credential in (callers.token(), callers.key.text.encode()):
        with pytest.raises(NotPermitted, match="The client a is disabled"):
            await identified(callers, (b"api-key", credential))


async def test_a_client_that_was_disabled_meanwhile_is_refused(callers: Callers):
    field = (b"api-key", callers.token())
    assert (await identified(callers, field)).principal.client == "a"
    callers.hold(callers.key.sha256, disabled=True)
    callers.now = 1.0
    with pytest.raises(NotPermitted, match="clients enable"):
        await identified(callers, field)


async def test_a_key_of_other_scopes_is_another_principal(callers: Callers):
    field = (b"api-key", callers.key.text.encode())
    assert (await identified(callers, field)).principal.scopes == {"invoke"}
    callers.hold(callers.key.sha256, "invoke", "admin")
    callers.now = 1.0
    assert (await identified(callers, field, scope="admin")).principal.scopes == {"invoke", "admin"}


async def test_a_key_of_the_file_is_none_where_only_tokens_are_taken(tmp_path: Path):
    callers = Callers(tmp_path, file_taken=False)
    with pytest.raises(InvalidCredential, match="clients rotate"):
        await identified(callers, (b"api-key", callers.key.text.encode()))


async def test_a_changed_policy_is_the_next_calls(callers: Callers):
    field = (b"api-key", callers.token())
    before = (await identified(callers, field)).principal
    callers.identifier.use(directory({"a": {"id": "client-1", "priority": "batch"}}))
    after = (await identified(callers, field)).principal
    assert (before.policy.priority, after.policy.priority) == ("interactive", "batch")
