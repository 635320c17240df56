"""Every error is raised by the vendor's SDK as the exception that a developer expects."""

from typing import Any

import anthropic as anthropic_sdk
import httpx2
import openai as openai_sdk
import pytest
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI

from ai_gateway.simulator.directive import STATUSES
from ai_gateway.simulator.server import Simulator

HELLO: list[Any] = [{"role": "user", "content": "hello"}]

CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}

ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


@pytest.mark.anyio
@pytest.mark.parametrize("status", STATUSES)
async def test_openai_raises(openai: AsyncOpenAI, status: int) -> None:
    with pytest.raises(openai_sdk.APIStatusError) as caught:
        await openai.chat.completions.create(model=f"gpt@status={status}", messages=HELLO)
    assert caught.value.status_code == status
    if status < 500:
        assert type(caught.value).__name__ == CLASSES.get(status, "APIStatusError")
    else:
        assert isinstance(caught.value, openai_sdk.InternalServerError)
    body = caught.value.body
    assert isinstance(body, dict)
    assert body.keys() == {"message", "type", "param", "code"}


@pytest.mark.anyio
@pytest.mark.parametrize("status", STATUSES)
async def test_anthropic_raises(anthropic: AsyncAnthropic, status: int) -> None:
    with pytest.raises(anthropic_sdk.APIStatusError) as caught:
        await anthropic.messages.create(
            model=f"claude@status={status}", max_tokens=9, messages=HELLO
        )
    assert caught.value.status_code == status
    if status in CLASSES:
        assert isinstance(caught.value, getattr(anthropic_sdk, CLASSES[status]))
    body: Any = caught.value.body
    assert body["type"] == "error"
    assert body["request_id"] == caught.value.request_id
    if status in ANTHROPIC_TYPES:
        assert body["error"]["type"] == ANTHROPIC_TYPES[status]


@pytest.mark.anyio
async def test_retry_after_is_visible(openai: AsyncOpenAI, anthropic: AsyncAnthropic) -> None:
    directives = "status=429;retry-after=7"
    with pytest.raises(openai_sdk.RateLimitError) as limited:
        await openai.responses.create(model=f"gpt@{directives}", input="hello")
    assert limited.value.response.headers["retry-after"] == "7"
    with pytest.raises(anthropic_sdk.RateLimitError) as also:
        await anthropic.messages.create(
            model="claude",
            max_tokens=9,
            messages=HELLO,
            extra_headers={"x-simulate": directives},
        )
    assert also.value.response.headers["retry-after"] == "7"


@pytest.mark.anyio
async def test_wrong_keys(simulator: Simulator) -> None:
    async with AsyncOpenAI(api_key="sk-invalid-0123456789", base_url=f"{simulator.url}/v1") as one:
        with pytest.raises(openai_sdk.AuthenticationError) as wrong:
            await one.models.list()
    assert wrong.value.code == "invalid_api_key"
    assert "sk-inval*********6789" in wrong.value.message
    async with AsyncAnthropic(api_key="invalid", base_url=simulator.url) as two:
        # This SDK sends its key as a bearer token; older ones, and curl, send x-api-key.
        with pytest.raises(anthropic_sdk.AuthenticationError, match="Invalid bearer token"):
            await two.models.list()
        with pytest.raises(anthropic_sdk.AuthenticationError, match="invalid x-api-key"):
            await two.models.list(extra_headers={"x-api-key": "invalid"})


@pytest.mark.anyio
async def test_unknown_models(openai: AsyncOpenAI, anthropic: AsyncAnthropic) -> None:
    with pytest.raises(openai_sdk.NotFoundError) as missing:
        await openai.chat.completions.create(model="nonexistent", messages=HELLO)
    assert missing.value.code == "model_not_found"
    with pytest.raises(anthropic_sdk.NotFoundError, match="model: nonexistent"):
        await anthropic.messages.create(model="nonexistent", max_tokens=9, messages=HELLO)


@pytest.mark.anyio
async def test_an_error_as_first_event(openai: AsyncOpenAI, anthropic: AsyncAnthropic) -> None:
    chat = await openai.chat.completions.create(
        model="gpt@error-first", messages=HELLO, stream=True
    )
    with pytest.raises(openai_sdk.APIError, match="server had an error"):
        _ = [chunk async for chunk in chat]
    response = await openai.responses.create(model="gpt@error-first", input="a", stream=True)
    with pytest.raises(openai_sdk.APIError, match="server had an error"):
        _ = [event async for event in response]
    message = await anthropic.messages.create(
        model="claude@error-first", max_tokens=9, messages=HELLO, stream=True
    )
    with pytest.raises(anthropic_sdk.APIStatusError, match="Overloaded"):
        _ = [event async for event in message]


@pytest.mark.anyio
@pytest.mark.parametrize("directive", ["die-after=3", "die-mid-event=3"])
async def test_death_in_the_middle(
    openai: AsyncOpenAI, anthropic: AsyncAnthropic, directive: str
) -> None:
    chat = await openai.chat.completions.create(
        model=f"gpt@{directive}", messages=HELLO, stream=True
    )
    with pytest.raises(openai_sdk.APIConnectionError):
        _ = [chunk async for chunk in chat]
    message = await anthropic.messages.create(
        model=f"claude@{directive}", max_tokens=9, messages=HELLO, stream=True
    )
    # Where OpenAI's SDK has an exception of its own, Anthropic's lets its HTTP client's through.
    with pytest.raises(httpx2.RemoteProtocolError, match="incomplete chunked read"):
        _ = [event async for event in message]


@pytest.mark.anyio
async def test_no_answer_and_no_http(openai: AsyncOpenAI) -> None:
    for directive in ("disconnect", "garbage", "die-after=30"):
        with pytest.raises(openai_sdk.APIConnectionError):
            await openai.chat.completions.create(model=f"gpt@{directive}", messages=HELLO)
    with pytest.raises(openai_sdk.APITimeoutError):
        await openai.chat.completions.create(model="gpt@hang", messages=HELLO, timeout=0.1)
    with pytest.raises(openai_sdk.InternalServerError, match="502"):
        await openai.chat.completions.create(model="gpt@garbage=html", messages=HELLO)
