"""Everything of OpenAI but conversations, as OpenAI's SDK reads it."""

import math

import pytest
from openai import AsyncOpenAI, BadRequestError, NotFoundError

from tests.integration.simulator.exactness import exact


@pytest.mark.anyio
async def test_embeds_the_same_in_both_encodings(openai: AsyncOpenAI) -> None:
    numbers = exact(
        await openai.embeddings.create(
            model="text-embedding-3-small", input=["one", "two"], encoding_format="float"
        )
    )
    # Without an encoding the SDK asks for base64 and decodes it.
    packed = exact(
        await openai.embeddings.create(model="text-embedding-3-small", input=["one", "two"])
    )
    first = numbers.data[0].embedding
    assert packed.data[0].embedding == pytest.approx(first)
    assert len(first) == 1536
    assert math.hypot(*first) == pytest.approx(1)
    assert first != numbers.data[1].embedding
    assert numbers.usage.prompt_tokens == 2


@pytest.mark.anyio
async def test_embeds_token_arrays_in_fewer_dimensions(openai: AsyncOpenAI) -> None:
    answer = exact(
        await openai.embeddings.create(
            model="text-embedding-3-large", input=[[1, 2, 3], [4]], dimensions=8
        )
    )
    assert [len(item.embedding) for item in answer.data] == [8, 8]
    assert answer.usage.total_tokens == 4


@pytest.mark.anyio
async def test_lists_and_retrieves_models(openai: AsyncOpenAI) -> None:
    names = [exact(model).id async for model in openai.models.list()]
    assert "gpt-5-mini" in names
    assert exact(await openai.models.retrieve("gpt-5-mini")).owned_by == "system"
    with pytest.raises(NotFoundError) as caught:
        await openai.models.retrieve("nonexistent")
    assert caught.value.code == "model_not_found"


@pytest.mark.anyio
async def test_keeps_files_byte_for_byte(openai: AsyncOpenAI) -> None:
    content = bytes(range(256)) * 300 + b"\r\n--"
    file = exact(await openai.files.create(file=("all.bin", content), purpose="user_data"))
    assert (file.filename, file.bytes) == ("all.bin", len(content))
    assert exact(await openai.files.retrieve(file.id)) == file
    assert [listed.id async for listed in openai.files.list()] == [file.id]
    assert (await openai.files.content(file.id)).content == content
    assert exact(await openai.files.delete(file.id)).deleted
    with pytest.raises(NotFoundError):
        await openai.files.retrieve(file.id)


@pytest.mark.anyio
async def test_moderates_by_the_names_of_categories(openai: AsyncOpenAI) -> None:
    clear, flagged = exact(
        await openai.moderations.create(input=["flowers", "graphic violence"])
    ).results
    assert not clear.flagged
    assert flagged.flagged
    assert flagged.categories.violence
    assert not flagged.categories.hate


@pytest.mark.anyio
async def test_generates_images(openai: AsyncOpenAI) -> None:
    answer = exact(await openai.images.generate(model="gpt-image-1", prompt="a cat", n=2))
    assert answer.data
    assert len(answer.data) == 2
    assert answer.data[0].b64_json
    assert answer.data[0].b64_json.startswith("iVBORw0KGgo")


@pytest.mark.anyio
async def test_speaks_and_transcribes(openai: AsyncOpenAI) -> None:
    spoken = await openai.audio.speech.create(model="tts", voice="alloy", input="hello")
    assert spoken.content[:4] == b"RIFF"
    assert spoken.response.headers["content-type"] == "audio/mpeg"
    heard = exact(
        await openai.audio.transcriptions.create(
            model="gpt-4o-transcribe", file=("hello.wav", spoken.content)
        )
    )
    assert heard.text == f"hello.wav has {len(spoken.content)} bytes."


@pytest.mark.anyio
async def test_accepts_batches_and_tuning(openai: AsyncOpenAI) -> None:
    file = await openai.files.create(file=("in.jsonl", b"{}"), purpose="batch")
    batch = exact(
        await openai.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
        )
    )
    assert exact(await openai.batches.retrieve(batch.id)).status == "validating"
    assert exact(await openai.batches.cancel(batch.id)).status == "cancelling"
    job = exact(await openai.fine_tuning.jobs.create(model="gpt-4.1", training_file=file.id))
    assert exact(await openai.fine_tuning.jobs.cancel(job.id)).status == "cancelled"
    assert [listed.id async for listed in openai.fine_tuning.jobs.list()] == [job.id]
    with pytest.raises(NotFoundError):
        await openai.fine_tuning.jobs.create(model="gpt-4.1", training_file="file-none")


@pytest.mark.anyio
async def test_refuses_impossible_dimensions(openai: AsyncOpenAI) -> None:
    with pytest.raises(BadRequestError, match="dimensions"):
        await openai.embeddings.create(model="e", input="a", dimensions=5000)
