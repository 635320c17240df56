"""What a caller sends reaches the provider as it was sent."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.robustness.callers import post
from tests.integration.robustness.conftest import Relay

pytestmark = pytest.mark.anyio

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# Surrogates included: JSON can write half a pair as an escape, and some clients do.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)
NUMBERS = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(min_value=10**40, max_value=10**60),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
SPACES = st.text(" \t\r\n", max_size=3)
MEMBERS = st.lists(st.tuples(TEXTS, VALUES), max_size=6)


@st.composite
def bodies(draw: st.DrawFn, model: str = "gpt-5-mini") -> bytes:
    """Return a chat request with unknown members, repeated ones among them, oddly spaced."""
    members = [(name, value) for name, value in draw(MEMBERS) if name not in ("model", "stream")]
    members += draw(st.permutations(members))[:1]
    members.insert(draw(st.integers(0, len(members))), ("model", model))
    parts: list[str] = []
    for name, value in members:
        # Either every character beyond ASCII as an escape, or only those that UTF-8 cannot hold.
        escaped = draw(st.booleans())
        texts = [_text(part, escaped=escaped) for part in (name, value)]
        parts.append(draw(SPACES) + texts[0] + draw(SPACES) + ":" + draw(SPACES) + texts[1])
    return (draw(SPACES) + "{" + ",".join(parts) + "}" + draw(SPACES)).encode()


def _text(value: object, *, escaped: bool) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        escaped = True
    return json.dumps(value) if escaped else text


@FEW
@given(body=bodies())
async def test_a_json_body_reaches_the_provider_byte_for_byte(relay: Relay, body: bytes) -> None:
    relay.seen.clear()
    assert (await relay.ask(post(body))).status == 200
    assert relay.seen == [body]


@FEW
@given(body=bodies(model="smart"))
async def test_an_alias_changes_the_model_and_nothing_else(relay: Relay, body: bytes) -> None:
    relay.seen.clear()
    assert (await relay.ask(post(body))).status == 200
    expected = _decoded(body)
    expected["model"] = "gpt-5-mini"
    assert [_decoded(seen) for seen in relay.seen] == [expected]


def _decoded(body: bytes) -> dict[str, Any]:
    # Numbers as they are written: no float may hide a digit that was lost.
    return json.loads(body, parse_int=str, parse_float=str)


NASTY = [
    b'{"model":"gpt-5-mini","n":1e400,"m":-0.0,"z":123456789012345678901234567890.10}',
    b'{"model":"gpt-5-mini","lone":"\\ud800","pair":"\\ud83d\\ude00","nul":"\\u0000"}',
    b'{"model":"other","x":1,"model":"gpt-5-mini","x":2}',
    b'\r\n\t {"model" :\t"gpt-5-mini" ,\r\n"\\u006dodel2": "\xf0\x9f\x98\x80"}\r\n\r\n',
    b'{"model":"gpt-5-mini","deep":' + b"[" * 200 + b"]" * 200 + b"}",
    b'{"model":"gpt-5-mini","escaped":"\\/\\b\\f\\u2028"}',
]


@pytest.mark.parametrize("body", NASTY)
async def test_unusual_json_is_left_as_it_is(relay: Relay, body: bytes) -> None:
    assert (await relay.ask(post(body))).status == 200
    assert relay.seen == [body]
