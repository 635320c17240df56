"""What Vertex AI needs."""

import pytest
from pydantic import ValidationError

from ai_gateway.providers.vertex_settings import VertexSettings


def test_a_project_is_enough():
    settings = VertexSettings(project="p-1")
    assert (settings.location, settings.credentials) == ("global", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"project": "a/b"},
        {"project": "p", "location": "x.example/"},
        {"project": "p", "region": "x"},
    ],
)
def test_what_would_change_the_address_is_refused(wrong: dict[str, str]):
    with pytest.raises(ValidationError):
        VertexSettings.model_validate(wrong)


def test_credentials_are_never_shown():
    settings = VertexSettings.model_validate({"project": "p", "credentials": "s3cret"})
    assert "s3cret" not in repr(settings)
