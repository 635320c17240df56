"""A blueprint tells the key that its provider is called with."""

import pytest

from tests.unit.providers.blueprints import blueprint

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("like", "field"),
    [
        ("openai", (b"authorization", b"Bearer sk-1")),
        ("anthropic", (b"x-api-key", b"sk-1")),
        ("google", (b"x-goog-api-key", b"sk-1")),
        ("ollama", (b"authorization", b"Bearer sk-1")),
    ],
)
async def test_a_key_goes_where_the_provider_looks(like: str, field: tuple[bytes, bytes]):
    """A local server that needs none may be given one all the same."""
    key = blueprint("mine", like, api_key="sk-1").key()
    assert key is not None
    assert await key.field() == field


def test_without_a_key_there_is_none():
    assert blueprint("mine", "openai").key() is None
