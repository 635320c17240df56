"""Settings refuse what cannot work and show no password."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ai_gateway.transport.settings import TransportSettings


def test_the_defaults_are_valid_and_each_setting_is_described() -> None:
    settings = TransportSettings()
    assert settings.idle_expiry < 350
    for name, field in TransportSettings.model_fields.items():
        assert field.description, name


@pytest.mark.parametrize(
    "wrong",
    [
        {"connect_timeout": 0},
        {"total_timeout": -1},
        {"idle_expiry": 350},
        {"max_connections_per_host": 0},
        {"max_response_headers": 0},
        {"client_key": Path("key.pem")},
        {"unknown": 1},
    ],
)
def test_what_cannot_work_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        TransportSettings.model_validate(wrong)


@pytest.mark.parametrize("proxy", ["https://u:s3cret@p:1", "http://u:s3cret@p:no", "http://"])
def test_a_proxy_that_is_none_is_refused_without_showing_it(proxy: str) -> None:
    with pytest.raises(ValidationError, match="proxy has") as refused:
        TransportSettings(proxy=proxy)
    assert "s3cret" not in str(refused.value)


def test_the_proxys_password_is_not_shown() -> None:
    assert "s3cret" not in repr(TransportSettings(proxy="http://u:s3cret@p:1"))
