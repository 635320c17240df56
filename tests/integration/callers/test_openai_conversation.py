"""Everything that OpenAI's SDK does with nothing but its base URL changed."""

import io

import openai
import pytest

from ai_gateway.simulator.server import Simulator
from tests.integration.callers.sdks import Sdks, sdks

CONTENT = bytes(range(256)) * 1024
"""Every byte there is, more than once through every buffer on the way."""


@pytest.mark.anyio
async def test_a_file_is_uploaded_listed_read_and_deleted(callers: Sdks) -> None:
    files = callers.openai.files
    made = await files.create(file=("data.bin", io.BytesIO(CONTENT)), purpose="user_data")
    assert (made.filename, made.bytes) == ("data.bin", len(CONTENT))
    assert [file.id async for file in files.list()] == [made.id]
    assert (await files.retrieve(made.id)).filename == "data.bin"
    assert (await files.content(made.id)).read() == CONTENT
    assert (await files.delete(made.id)).deleted
    with pytest.raises(openai.NotFoundError, match="No such File"):
        await files.retrieve(made.id)


@pytest.mark.anyio
async def test_a_batch_is_made_of_a_file(callers: Sdks) -> None:
    file = await callers.openai.files.create(file=("in.jsonl", b"{}\n"), purpose="batch")
    batch = await callers.openai.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    assert (await callers.openai.batches.retrieve(batch.id)).input_file_id == file.id


@pytest.mark.anyio
async def test_an_image_is_generated(callers: Sdks, simulator: Simulator) -> None:
    async with sdks(simulator.url) as direct:
        expected = await direct.openai.images.generate(model="gpt-image-1", prompt="a dot")
    image = await callers.openai.images.generate(model="gpt-image-1", prompt="a dot")
    assert image.data == expected.data
    assert image.usage == expected.usage


@pytest.mark.anyio
async def test_speech_arrives_as_the_bytes_that_were_sent(
    callers: Sdks, simulator: Simulator
) -> None:
    async with sdks(simulator.url) as direct:
        expected = await direct.openai.audio.speech.create(
            model="gpt-4o-mini-tts", voice="alloy", input="hello"
        )
    speech = callers.openai.audio.speech.with_streaming_response
    async with speech.create(model="gpt-4o-mini-tts", voice="alloy", input="hello") as answer:
        assert answer.headers["content-type"] == "audio/mpeg"
        assert await answer.read() == expected.content


@pytest.mark.anyio
async def test_a_recording_is_transcribed(callers: Sdks) -> None:
    answer = await callers.openai.audio.transcriptions.create(
        model="gpt-4o-transcribe", file=("talk.wav", CONTENT)
    )
    assert answer.text == f"talk.wav has {len(CONTENT)} bytes."


@pytest.mark.anyio
async def test_a_text_is_moderated(callers: Sdks) -> None:
    answer = await callers.openai.moderations.create(input="violence is no answer")
    assert answer.results[0].flagged
    assert answer.results[0].categories.violence


@pytest.mark.anyio
async def test_a_response_is_kept_read_and_deleted(callers: Sdks) -> None:
    responses = callers.openai.responses
    made = await responses.create(model="gpt-5-mini", input="hello")
    assert (await responses.retrieve(made.id)).output_text == "You said: hello"
    assert [item.type async for item in responses.input_items.list(made.id)] == ["message"]
    with pytest.raises(openai.BadRequestError, match="synchronous"):
        await responses.cancel(made.id)
    await responses.delete(made.id)
    with pytest.raises(openai.NotFoundError, match="not found"):
        await responses.retrieve(made.id)


@pytest.mark.anyio
async def test_a_response_in_the_background_is_cancelled(callers: Sdks) -> None:
    made = await callers.openai.responses.create(model="gpt-5-mini", input="hi", background=True)
    assert made.status == "queued"
    assert (await callers.openai.responses.cancel(made.id)).status == "cancelled"


@pytest.mark.anyio
async def test_what_the_provider_does_not_know_is_its_own_404(callers: Sdks) -> None:
    with pytest.raises(openai.NotFoundError, match=r"Invalid URL \(GET /v1/vector_stores\)"):
        await callers.openai.vector_stores.list()
