"""Calls and providers for the tests of Google's two."""

from ai_gateway.core.call import Call
from ai_gateway.core.headers import Headers
from ai_gateway.core.operation import Operation
from ai_gateway.providers.catalogue import CatalogueEntry
from ai_gateway.providers.credential import Field

ENTRY = CatalogueEntry(
    credential="bearer",
    operations=frozenset(Operation),
    source="https://ai.google.dev/api",
    base_url="https://generativelanguage.googleapis.com/v1beta",
)


class Fixed:
    """A credential that is there."""

    async def field(self) -> Field:
        return (b"x-goog-api-key", b"key")


def call(
    path: str,
    body: bytes = b"{}",
    *,
    operation: Operation = Operation.CHAT,
    model: str | None = "gemini-x",
    stream: bool = False,
) -> Call:
    """Return a call as it is when the translation has been at it."""
    return Call(
        id="1",
        method="POST",
        path=path,
        raw_path=path.encode(),
        query=b"",
        headers=Headers(),
        operation=operation,
        dialect="openai-chat",
        body=body,
        started=0.0,
        model=model,
        stream=stream,
    )
