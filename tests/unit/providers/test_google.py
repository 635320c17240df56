"""The Gemini API."""

import pytest

from ai_gateway.providers.contract import Target
from ai_gateway.providers.google import Google
from ai_gateway.providers.settings import ProviderSettings
from tests.unit.providers.google_calls import ENTRY, Fixed, call

GOOGLE = Google("google", ENTRY, ProviderSettings(), Fixed())
TARGET = Target(GOOGLE, "gemini-y")


@pytest.mark.anyio
async def test_the_model_stands_in_the_path_and_the_body_is_left_alone():
    request = await GOOGLE.prepare(call("/v1/generateContent", b'{"contents":[]}'), TARGET)
    assert request.origin.host == "generativelanguage.googleapis.com"
    assert request.target == b"/v1beta/models/gemini-y:generateContent"
    assert request.body == b'{"contents":[]}'
    assert (b"x-goog-api-key", b"key") in request.headers


@pytest.mark.anyio
async def test_a_stream_is_asked_for_as_events():
    request = await GOOGLE.prepare(call("/v1/generateContent", stream=True), TARGET)
    assert request.target == b"/v1beta/models/gemini-y:streamGenerateContent?alt=sse"


@pytest.mark.anyio
async def test_any_other_call_goes_where_it_says():
    other = call("/v1/models", b'{"model":"a"}')
    request = await GOOGLE.prepare(other, TARGET)
    assert request.target == b"/v1beta/models"
    assert request.body == b'{"model":"gemini-y"}'
