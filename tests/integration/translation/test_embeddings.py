"""Embeddings in OpenAI's words from providers that have others."""

import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks

TEXTS = ["one", "two", "three"]
MODELS = {
    "google": "google/gemini-embedding-001",
    "titan": "bedrock/amazon.titan-embed-text-v2:0",
    "cohere": "bedrock/cohere.embed-v4:0",
}


@pytest.mark.anyio
@pytest.mark.parametrize("encoding", ["float", "base64"])
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
async def test_each_text_has_its_vector(model: str, encoding: str, callers: Sdks) -> None:
    create = callers.openai.embeddings.create
    answer = await create(model=model, input=TEXTS, encoding_format=encoding)  # pyright: ignore[reportArgumentType]  # both are known
    assert [item.index for item in answer.data] == [0, 1, 2]
    alone = await create(model=model, input="two")
    if encoding == "float":
        assert answer.data[1].embedding == pytest.approx(alone.data[0].embedding, abs=1e-6)


@pytest.mark.anyio
async def test_each_text_is_a_call_of_its_own_to_titan(callers: Sdks, simulator: Simulator) -> None:
    simulator.requests.clear()
    answer = await callers.openai.embeddings.create(model=MODELS["titan"], input=TEXTS)
    paths = [request.path for request in simulator.requests]
    assert paths == ["/model/amazon.titan-embed-text-v2:0/invoke"] * 3
    assert answer.usage.prompt_tokens == 4


@pytest.mark.anyio
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
async def test_a_refusal_is_openais_own(model: str, callers: Sdks) -> None:
    with pytest.raises(openai.BadRequestError, match="token ids"):
        await callers.openai.embeddings.create(model=model, input=[1, 2, 3])
    with pytest.raises(openai.RateLimitError):
        await callers.openai.embeddings.create(model=f"{model}@status=429", input="a")


@pytest.mark.anyio
async def test_who_embeds_nothing_says_so(callers: Sdks) -> None:
    with pytest.raises(openai.BadRequestError, match="does not answer embeddings"):
        await callers.openai.embeddings.create(model="vertex-ai/gemini-2.5-flash", input="a")
