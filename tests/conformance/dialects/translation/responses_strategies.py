"""What of the neutral form only `openai-responses` has its own words for."""

import msgspec
from hypothesis import strategies as st

from ai_gateway.dialects.neutral.content import (
    RedactedThinking,
    ServerToolCall,
    Text,
    Thinking,
)
from ai_gateway.dialects.openai_responses.reasoning import seal
from tests.conformance.dialects.translation import neutral_strategies as neutral


def _thought(item_id: str, data: str, text: str, summary: bool) -> Thinking:
    return Thinking(text, seal(item_id, data), item_id, summary)


def _redacted(item_id: str, data: str) -> RedactedThinking:
    return RedactedThinking(seal(item_id, data), item_id)


def _search(item_id: str, query: str) -> ServerToolCall:
    return ServerToolCall(item_id, "web_search", msgspec.json.encode({"query": query}).decode())


OWN_THOUGHTS = st.builds(
    _thought, neutral.NAMES, neutral.NAMES, neutral.WORDS, st.booleans()
) | st.builds(_redacted, neutral.NAMES, neutral.NAMES)
"""Thoughts of OpenAI's own models, told or not."""

SEARCHES = st.builds(_search, neutral.NAMES, neutral.WORDS)
CITED_TEXTS = st.builds(
    Text, neutral.WORDS, citations=st.lists(neutral.WEB_CITATIONS, max_size=2).map(tuple)
)
