"""Where Google's models are called."""

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.providers import google_path
from ai_gateway.providers.contract import Target
from ai_gateway.providers.google import Google
from ai_gateway.providers.settings import ProviderSettings
from tests.unit.providers.google_calls import ENTRY, call

GOOGLE = Google("google", ENTRY, ProviderSettings(), None)


@pytest.mark.parametrize(
    ("path", "stream", "method"),
    [
        ("/v1/generateContent", False, b"generateContent"),
        ("/v1/generateContent", True, b"streamGenerateContent?alt=sse"),
        ("/v1/countTokens", True, b"countTokens"),
        ("/v1/embedContent", False, b"embedContent"),
        ("/v1/batchEmbedContents", False, b"batchEmbedContents"),
        ("/v1/chat/completions", False, None),
    ],
)
def test_a_path_of_the_dialect_is_a_method(path: str, stream: bool, method: bytes | None):
    assert google_path.method(call(path, stream=stream)) == method


def test_the_target_names_the_model_or_else_the_call():
    asked = call("/v1/generateContent")
    assert google_path.model(asked, Target(GOOGLE, "b")) == b"b"
    assert google_path.model(asked, Target(GOOGLE)) == b"gemini-x"


def test_a_model_cannot_lead_out_of_its_segment():
    asked = call("/v1/generateContent", model="../x?y#z:k/claude@1")
    assert google_path.model(asked, Target(GOOGLE)) == b"..%2Fx%3Fy%23z%3Ak%2Fclaude@1"


def test_a_call_without_a_model_is_refused():
    with pytest.raises(InvalidRequest) as refused:
        google_path.model(call("/v1/generateContent", model=None), Target(GOOGLE))
    assert refused.value.field == "model"
