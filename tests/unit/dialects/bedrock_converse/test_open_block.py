"""Parts that are told whole, put together from their pieces."""

import pytest

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.bedrock_converse.open_block import KeptBlock
from ai_gateway.dialects.bedrock_converse.stream_shapes import ImageStart, ResultStart
from ai_gateway.dialects.neutral.content import Image, RedactedThinking, ServerToolResult
from ai_gateway.dialects.neutral.source import Inline


def test_pieces_of_base64_are_joined_as_bytes() -> None:
    assert KeptBlock(data=["YQ==", "Yg=="]).whole() == RedactedThinking("YWI=")
    assert KeptBlock(data=["any token"]).whole() == RedactedThinking("any token")


def test_pieces_that_are_no_base64_are_misbehaviour() -> None:
    with pytest.raises(ProviderMisbehaved, match="no base64"):
        KeptBlock(data=["a", "b"]).whole()


def test_an_image_without_bytes_is_nothing() -> None:
    assert KeptBlock(ImageStart("png")).whole() is None
    assert KeptBlock(ImageStart("png"), data=["AA=="]).whole() == Image(Inline("AA==", "image/png"))


def test_a_result_is_its_whole_block() -> None:
    assert KeptBlock(ResultStart("t"), "search").whole() == ServerToolResult(
        "t", "search", "bedrock-converse", '{"toolResult":{"toolUseId":"t","content":[]}}'
    )


def test_two_blocks_share_nothing() -> None:
    KeptBlock().data.append("x")
    assert KeptBlock().data == []
