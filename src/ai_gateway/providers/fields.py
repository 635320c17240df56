"""Which header fields cross the gateway, in each direction."""

from ai_gateway.core.headers import HeaderPairs, Headers

# What concerns one connection only (RFC 9110 §7.6.1), or is written anew by the transport.
_CONNECTION = frozenset(
    {
        b"connection",
        b"content-length",
        b"expect",
        b"host",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)

KEY_FIELDS = frozenset({b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key"})
"""Where the vendors' SDKs put a key."""

CREDENTIALS = KEY_FIELDS | {b"cookie"}
"""Where callers put credentials; none of these is ever copied, a provider sets its own."""

# Who the caller is and how it came here is no business of a provider's.
_PRIVATE = frozenset({b"forwarded", b"via", b"x-real-ip", b"true-client-ip", b"cdn-loop"})
_PRIVATE_PREFIXES = (b"x-portkey-", b"x-ai-gateway-", b"x-forwarded-", b"x-amzn-", b"cf-")

# An inference call carries what the vendors' SDKs say of the call, and nothing else of a
# caller's: a header that some middleware adds inside a company must not leave it unasked.
_INFERENCE = frozenset(
    {
        b"accept",
        b"content-type",
        b"idempotency-key",
        b"user-agent",
        b"x-client-request-id",
    }
)
_INFERENCE_PREFIXES = (b"anthropic-", b"openai-", b"x-stainless-")

# A statement about the provider's host or its connection would be false of the gateway's.
_REPLY_DROPPED = _CONNECTION | {
    b"alt-svc",
    b"date",
    b"server",
    b"set-cookie",
    b"strict-transport-security",
}

_IDENTITY = (b"accept-encoding", b"identity")


def inference_fields(headers: Headers) -> HeaderPairs:
    """Return the fields of an inference call that go to the provider.

    The answer is asked for uncompressed, because its usage is read while it passes.
    """
    fields = [
        pair
        for pair in headers.pairs
        if pair[0] in _INFERENCE or pair[0].startswith(_INFERENCE_PREFIXES)
    ]
    fields.append(_IDENTITY)
    return fields


def passthrough_fields(headers: Headers) -> HeaderPairs:
    """Return the fields of any other call that go to the provider: all that are not private."""
    hop_by_hop = {
        token.strip()
        for name, value in headers.pairs
        if name == b"connection"
        for token in value.lower().split(b",")
    }
    return [
        (name, value)
        for name, value in headers.pairs
        if name not in _CONNECTION
        and name not in CREDENTIALS
        and name not in _PRIVATE
        and name not in hop_by_hop
        and not name.startswith(_PRIVATE_PREFIXES)
    ]


def reply_fields(headers: HeaderPairs) -> HeaderPairs:
    """Return the fields of a provider's answer that go to the caller.

    The length is left out: it is written anew by whoever sends the body.
    """
    return [pair for pair in headers if pair[0] not in _REPLY_DROPPED]
