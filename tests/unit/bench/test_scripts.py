"""What is said at which path, and how a token carries its instant."""

import struct
import zlib

import msgspec
import pytest

from bench.scripts import ANTHROPIC, BEDROCK, GEMINI, OPENAI, Script, script_for

_INSTANT = 1_234_567_890_123
_TEXT = b'"0000001234567890123"'
_SSE = (OPENAI, ANTHROPIC, GEMINI)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"/v1/chat/completions", OPENAI),
        (b"/v1/messages", ANTHROPIC),
        (b"/v1/messages?beta=true", ANTHROPIC),
        (b"/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", GEMINI),
        (b"/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream", BEDROCK),
        (b"/v1/chat/completions?like=/messages", OPENAI),
    ],
)
def test_the_path_says_whose_words_they_are(path: bytes, expected: Script) -> None:
    assert script_for(path) is expected


@pytest.mark.parametrize("script", [*_SSE, BEDROCK])
def test_a_token_is_the_instant_in_nineteen_digits(script: Script) -> None:
    assert script.token(_INSTANT).count(_TEXT) == 1
    assert script.last(_INSTANT).count(_TEXT) == 1


@pytest.mark.parametrize("script", _SSE)
def test_every_event_is_whole_and_holds_json(script: Script) -> None:
    parts = (script.begin, script.token(1), script.last(1), script.usage, script.end)
    said = b"".join(parts).replace(b"\r\n", b"\n")
    assert said.endswith(b"\n\n")
    for event in said.removesuffix(b"\n\n").split(b"\n\n"):
        data = event.splitlines()[-1].removeprefix(b"data: ")
        if data != b"[DONE]":
            assert msgspec.json.decode(data, type=dict[str, object])


def test_every_frame_has_its_length_and_both_its_checksums() -> None:
    rest = BEDROCK.begin + BEDROCK.token(1) + BEDROCK.last(1) + BEDROCK.usage + BEDROCK.end
    frames = 0
    while rest:
        length, _, of_lengths = struct.unpack_from(">III", rest)
        frame, rest = rest[:length], rest[length:]
        assert of_lengths == zlib.crc32(frame[:8])
        assert frame[-4:] == struct.pack(">I", zlib.crc32(frame[:-4]))
        frames += 1
    assert frames == 6
