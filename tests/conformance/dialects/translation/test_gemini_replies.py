"""Gemini's answers: the neutral form is what it was, whole and in a stream cut anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from ai_gateway.dialects.gemini.provider import GeminiProvider
from ai_gateway.dialects.gemini.stream import GeminiStream
from ai_gateway.dialects.neutral.reply import Reply
from tests.conformance.dialects.translation.gemini_answers import replies, streamed, whole
from tests.conformance.dialects.translation.neutral_streams import chunked, joined

PROVIDER = GeminiProvider()
SIZES = st.lists(st.integers(1, 200), min_size=1, max_size=4)


@given(reply=replies())
def test_a_whole_answer_reads_as_it_was(reply: Reply):
    assert PROVIDER.read_reply(whole(reply)) == reply


@given(reply=replies(), sizes=SIZES)
def test_a_stream_reads_as_it_was_however_it_is_cut(reply: Reply, sizes: list[int]):
    reader = PROVIDER.event_reader()
    events = [event for piece in chunked(streamed(reply), sizes) for event in reader.feed(piece)]
    assert joined([*events, *reader.finish()]) == reply


@given(reply=replies(), sizes=SIZES)
def test_a_stream_passes_its_meter_unchanged(reply: Reply, sizes: list[int]):
    meter = GeminiStream()
    stream = streamed(reply)
    passed = b"".join(meter.feed(piece) for piece in chunked(stream, sizes))
    assert passed + meter.finish() == stream
    usage, tokens = meter.usage, reply.usage
    assert usage is not None
    assert tokens is not None
    assert usage.input_tokens == (tokens.input or 0) + (tokens.cache_read or 0)
    assert usage.output_tokens == tokens.output
