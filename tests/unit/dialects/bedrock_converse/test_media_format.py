"""Media types, as Converse's formats."""

from typing import Any

import pytest

from ai_gateway.core.errors import InvalidRequest
from ai_gateway.dialects.bedrock_converse import media_format
from ai_gateway.dialects.bedrock_converse.media_format import read_image_format, write_format
from tests.conformance.dialects.translation.bedrock_model import RUNTIME


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("image", "ImageFormat"),
        ("document", "DocumentFormat"),
        ("video", "VideoFormat"),
        ("audio", "AudioFormat"),
    ],
)
def test_every_format_is_one_of_the_service_models(kind: Any, shape: str) -> None:
    known: Any = RUNTIME.shape_for(shape)
    assert set(media_format._FORMATS[kind].values()) <= set(known.enum)


def test_parameters_and_case_do_not_matter() -> None:
    assert write_format("document", "Text/Plain; charset=utf-8", "messages.0") == "txt"


def test_another_type_is_refused_by_name() -> None:
    with pytest.raises(
        InvalidRequest, match=r"an image of type image/tiff: Bedrock takes png"
    ) as e:
        write_format("image", "image/tiff", "messages.3")
    assert e.value.field == "messages.3"


def test_an_images_format_is_its_media_type() -> None:
    assert read_image_format("webp") == "image/webp"
