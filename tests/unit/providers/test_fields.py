"""Header fields cross the gateway where the other side needs them, and no credential ever does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.core.headers import HeaderPairs, Headers
from ai_gateway.providers.fields import inference_fields, passthrough_fields, reply_fields

IDENTITY = (b"accept-encoding", b"identity")

NEVER_SENT = sorted(
    {
        *(b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key", b"cookie"),
        *(b"host", b"connection", b"content-length", b"transfer-encoding", b"te", b"upgrade"),
        *(b"expect", b"keep-alive", b"proxy-authorization", b"proxy-connection", b"trailer"),
        *(b"x-portkey-api-key", b"x-portkey-config", b"x-portkey-provider", b"x-portkey-anything"),
        *(b"x-ai-gateway-request-id", b"x-forwarded-for", b"x-amzn-oidc-data", b"cf-connecting-ip"),
        *(b"forwarded", b"via", b"x-real-ip", b"true-client-ip", b"cdn-loop"),
    }
)
NAMES = st.sampled_from(
    [*NEVER_SENT, b"content-type", b"x-custom", b"openai-beta", b"anthropic-beta", b"accept"]
)
FIELDS = st.lists(st.tuples(NAMES, st.binary(max_size=8)))


@given(FIELDS)
def test_no_credential_and_nothing_of_the_callers_connection_ever_crosses(fields: HeaderPairs):
    """However often it is repeated, and wherever it stands."""
    for sent in (inference_fields(Headers(fields)), passthrough_fields(Headers(fields))):
        assert not {name for name, _ in sent} & set(NEVER_SENT)


@given(FIELDS)
def test_what_crosses_keeps_its_order_and_its_value(fields: HeaderPairs):
    *inference, last = inference_fields(Headers(fields))
    assert last == IDENTITY
    for sent in (inference, passthrough_fields(Headers(fields))):
        rest = iter(fields)
        assert all(pair in rest for pair in sent)


@pytest.mark.parametrize(
    "name",
    [
        *(b"accept", b"content-type", b"idempotency-key", b"user-agent", b"x-client-request-id"),
        *(b"openai-organization", b"openai-beta", b"anthropic-version", b"anthropic-beta"),
        *(b"x-stainless-retry-count", b"x-stainless-lang"),
    ],
)
def test_an_inference_call_carries_what_the_sdks_say_of_it(name: bytes):
    assert inference_fields(Headers([(name, b"1")])) == [(name, b"1"), IDENTITY]


@pytest.mark.parametrize(
    "name", [b"x-custom", b"traceparent", b"origin", b"accept-encoding", b"x-openai-beta", b""]
)
def test_an_inference_call_carries_nothing_else(name: bytes):
    assert inference_fields(Headers([(name, b"gzip")])) == [IDENTITY]


def test_any_other_call_carries_what_is_not_private():
    fields = [(b"x-custom", b"1"), (b"accept-encoding", b"gzip"), (b"range", b"bytes=0-1")]
    assert passthrough_fields(Headers(fields)) == fields


def test_what_the_connection_fields_name_stays_on_the_connection():
    """Each of them counts: RFC 9110 has them joined."""
    fields = [
        (b"connection", b"X-One, close"),
        (b"x-one", b"1"),
        (b"connection", b"x-two"),
        (b"x-two", b"2"),
        (b"x-three", b"3"),
    ]
    assert passthrough_fields(Headers(fields)) == [(b"x-three", b"3")]


@pytest.mark.parametrize(
    "name",
    [
        *(b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"trailer"),
        *(b"server", b"date", b"set-cookie", b"alt-svc", b"strict-transport-security"),
        b"proxy-authenticate",
    ],
)
def test_what_a_provider_says_of_its_host_does_not_reach_the_caller(name: bytes):
    assert reply_fields([(name, b"1"), (name, b"2")]) == []


def test_everything_else_of_an_answer_reaches_the_caller():
    fields = [
        (b"content-type", b"application/json"),
        (b"content-encoding", b"gzip"),
        (b"retry-after", b"3"),
        (b"x-ratelimit-remaining-tokens", b"17"),
        (b"anthropic-ratelimit-requests-reset", b"2026-01-01T00:00:00Z"),
        (b"request-id", b"req_1"),
        (b"x-request-id", b"req_2"),
        (b"x-request-id", b"req_3"),
    ]
    assert reply_fields(fields) == fields
