"""The sum of the settings."""

import pytest
from pydantic import ValidationError

from ai_gateway.config.settings import Settings


def test_defaults_need_nothing():
    settings = Settings()
    assert (settings.edge.port, settings.admin.port, settings.providers) == (8787, 8788, {})


def test_settings_are_frozen_and_closed():
    with pytest.raises(ValidationError):
        Settings().edge = Settings().edge  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValidationError):
        Settings.model_validate({"unknown": 1})
