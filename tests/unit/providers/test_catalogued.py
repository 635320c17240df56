"""A call becomes the request that its provider expects, and nothing of it is lost or leaked."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.call import Call
from ai_gateway.core.errors import Unauthenticated
from ai_gateway.core.headers import HeaderPairs
from ai_gateway.core.policy import Policy
from ai_gateway.core.principal import Principal
from ai_gateway.providers.catalogue import catalogue
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import CustomHost, Target
from ai_gateway.providers.credential import Key
from ai_gateway.providers.settings import ProviderSettings
from ai_gateway.transport.request import Origin, Request
from tests.unit.core.calls import call_with, passing_through
from tests.unit.core.pieces import Pieces

pytestmark = pytest.mark.anyio

CALLERS = (b"authorization", b"Bearer sk-caller")
SERVERS = (b"authorization", b"Bearer sk-server")
ELSEWHERE = CustomHost("http://gpu:8000/api", ("10.0.0.0/8",))


def provider(name: str = "openai", *, keyed: bool = True, **said: object) -> CataloguedProvider:
    entry = catalogue()[name]
    credential = Key(entry.credential, "sk-server") if keyed else None
    return CataloguedProvider(name, entry, ProviderSettings.model_validate(said), credential)


async def prepared(
    call: Call,
    asked: CataloguedProvider | None = None,
    *,
    model: str | None = None,
    custom_host: CustomHost | None = None,
) -> Request:
    asked = asked or provider()
    return await asked.prepare(call, Target(asked, model, custom_host))


async def test_a_call_goes_to_its_own_path_below_the_base_url():
    request = await prepared(call_with(query=b"a=1&b=%20", method="POST"))
    assert request.origin == Origin("https", "api.openai.com", 443)
    assert (request.method, request.target) == ("POST", b"/v1/chat/completions?a=1&b=%20")
    assert request.headers == [(b"accept-encoding", b"identity"), SERVERS]


async def test_the_operators_address_goes_before_the_catalogues():
    request = await prepared(call_with(), provider(base_url="http://h:81/llm/"))
    assert request.origin == Origin("http", "h", 81)
    assert request.target == b"/llm/chat/completions"


def test_without_any_address_there_is_no_provider():
    with pytest.raises(ValueError, match=r"providers\.azure-openai\.base_url is missing"):
        CataloguedProvider("azure-openai", catalogue()["azure-openai"], ProviderSettings(), None)


@pytest.mark.parametrize(
    ("name", "keyed", "has"),
    [("openai", True, True), ("openai", False, False), ("vllm", False, True)],
)
def test_it_knows_whether_calls_need_a_key_of_the_callers(name: str, keyed: bool, has: bool):
    assert provider(name, keyed=keyed).has_credential is has


def test_an_entry_without_a_word_on_it_answers_no_caller_of_another_dialect():
    entry = msgspec.structs.replace(catalogue()["openai"], foreign=None)
    assert CataloguedProvider("x", entry, ProviderSettings(), None).foreign("m") is None


def test_how_it_answers_callers_of_other_dialects_is_its_entrys():
    foreign = provider("deepseek").foreign("m")
    assert foreign is not None
    assert (foreign.dialect, foreign.path) == ("openai-chat", "/v1/chat/completions")


class TestBody:
    """Byte for byte, but for the model that the target names."""

    @pytest.mark.parametrize("model", [None, "m"])
    async def test_it_is_the_very_same_where_the_model_stays(self, model: str | None):
        call = call_with(body=b'{ "model" : "m" }')
        assert (await prepared(call, model=model)).body is call.body

    async def test_only_the_model_changes(self):
        call = call_with(body=b'{"x":1.0,"model":"m","y":[ 1 ]}')
        body = (await prepared(call, model="gpt-5")).body
        assert body == b'{"x":1.0,"model":"gpt-5","y":[ 1 ]}'

    async def test_one_in_pieces_passes_with_its_length(self):
        upload = Pieces()
        request = await prepared(passing_through(body=upload, body_length=7), model="gpt-5")
        assert (request.body, request.body_length) == (upload, 7)


class TestFields:
    """Exactly one credential; the caller's words, then the operator's, then the catalogue's."""

    async def test_a_server_with_a_key_never_sends_the_callers(self):
        request = await prepared(call_with([CALLERS, CALLERS, (b"api-key", b"sk-other")]))
        assert request.headers == [(b"accept-encoding", b"identity"), SERVERS]

    async def test_a_server_without_a_key_sends_the_callers(self):
        request = await prepared(call_with([CALLERS]), provider(keyed=False))
        assert CALLERS in request.headers

    async def test_without_any_key_the_call_is_refused(self):
        with pytest.raises(Unauthenticated, match=r"providers\.openai\.api_key"):
            await prepared(call_with(), provider(keyed=False))

    async def test_a_local_server_is_called_without_a_key(self):
        request = await prepared(call_with(), provider("vllm", keyed=False))
        assert request.headers == [(b"accept-encoding", b"identity")]

    async def test_the_catalogues_fields_are_sent_unless_the_caller_has_its_own(self):
        version = b"anthropic-version"
        request = await prepared(passing_through(), provider("anthropic"))
        assert (version, b"2023-06-01") in request.headers
        request = await prepared(passing_through([(version, b"2030")]), provider("anthropic"))
        assert [value for name, value in request.headers if name == version] == [b"2030"]

    async def test_the_operators_fields_go_before_the_catalogues(self):
        asked = provider("anthropic", headers={"Anthropic-Version": "2024", "X-Team": "\xe9"})
        request = await prepared(passing_through(), asked)
        assert (b"anthropic-version", b"2024") in request.headers
        assert (b"x-team", b"\xe9") in request.headers

    async def test_an_operators_field_is_sent_where_the_callers_own_does_not_cross(self):
        call = call_with([(b"x-team", b"spoofed")])
        request = await prepared(call, provider(headers={"x-team": "platform"}))
        assert [value for name, value in request.headers if name == b"x-team"] == [b"platform"]

    async def test_what_is_not_understood_carries_all_that_is_not_private(self):
        fields = [(b"x-custom", b"1"), CALLERS, (b"cookie", b"c")]
        request = await prepared(passing_through(fields))
        assert request.headers == [(b"x-custom", b"1"), SERVERS]


class TestCustomHost:
    """An address that a caller chose gets nothing of the operator's."""

    async def test_the_call_goes_there_with_its_networks(self):
        request = await prepared(call_with([CALLERS]), custom_host=ELSEWHERE)
        assert request.origin == Origin("http", "gpu", 8000, ("10.0.0.0/8",))
        assert request.target == b"/api/chat/completions"

    async def test_neither_the_servers_key_nor_the_operators_fields_go_there(self):
        asked = provider("anthropic", headers={"x-team-secret": "sk-operator"})
        request = await prepared(call_with([CALLERS]), asked, custom_host=ELSEWHERE)
        assert sorted(request.headers) == [
            (b"accept-encoding", b"identity"),
            (b"anthropic-version", b"2023-06-01"),
            (b"x-api-key", b"sk-caller"),
        ]

    async def test_without_a_key_of_the_callers_the_call_is_refused(self):
        with pytest.raises(Unauthenticated):
            await prepared(call_with(), custom_host=ELSEWHERE)


KEY_FIELDS = st.sampled_from([b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key"])
SENT = st.lists(st.tuples(KEY_FIELDS, st.sampled_from([b"Bearer sk-a", b"sk-b", b""])))


@given(SENT, st.booleans())
def test_at_most_one_credential_is_sent_and_the_servers_where_it_has_one(
    fields: HeaderPairs, understood: bool
):
    call = call_with(fields) if understood else passing_through(fields)
    preparing = provider().prepare(call, Target(provider()))
    # Nothing in it waits: the coroutine ends at its first step.
    with pytest.raises(StopIteration) as ended:
        preparing.send(None)
    request: Request = ended.value.value
    names = {b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key", b"cookie"}
    assert [pair for pair in request.headers if pair[0] in names] == [SERVERS]


async def test_a_clients_own_key_goes_in_place_of_the_servers():
    principal = Principal("a", "i", "token", "pool", frozenset(), (), Policy(own_keys=True))
    own = await prepared(call_with([CALLERS], principal=principal))
    assert [pair for pair in own.headers if pair[0] == b"authorization"] == [CALLERS]
    none = await prepared(call_with(principal=principal))
    assert [pair for pair in none.headers if pair[0] == b"authorization"] == [SERVERS]
