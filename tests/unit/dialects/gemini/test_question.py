"""The wire's request."""

import msgspec

from ai_gateway.dialects.gemini.question import (
    Content,
    GenerationConfig,
    GoogleSearch,
    Part,
    Question,
    Tool,
)


def test_only_what_is_said_is_written_and_in_camel_case():
    question = Question(
        contents=[Content([Part(text="", thought_signature="s")], "user")],
        tools=[Tool(google_search=GoogleSearch())],
        generation_config=GenerationConfig(top_p=0.0, max_output_tokens=5),
    )
    assert msgspec.json.decode(msgspec.json.encode(question)) == {
        "contents": [{"parts": [{"text": "", "thoughtSignature": "s"}], "role": "user"}],
        "tools": [{"googleSearch": {}}],
        "generationConfig": {"topP": 0.0, "maxOutputTokens": 5},
    }
