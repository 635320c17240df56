"""Wire shapes of answers: whatever a compatible server leaves out has a default."""

import msgspec

from ai_gateway.dialects.openai_chat.reply_shapes import Chunk, Completion, Said


def test_a_server_may_leave_out_all_but_the_choices() -> None:
    completion = msgspec.json.decode(b'{"choices":[{"message":{}}]}', type=Completion)
    assert completion.choices[0].message == Said()
    assert completion.id is None


def test_a_chunk_may_hold_nothing_that_is_known() -> None:
    assert msgspec.json.decode(b'{"obfuscation":"x"}', type=Chunk) == Chunk()


def test_a_stop_reason_may_be_the_number_of_a_token() -> None:
    body = b'{"choices":[{"finish_reason":"stop","stop_reason":128001}]}'
    chunk = msgspec.json.decode(body, type=Chunk)
    assert chunk.choices
    assert chunk.choices[0].stop_reason == 128001
