"""The section `store`: one backend, named, and no password to be seen."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ai_gateway.store.settings import RedisSettings, StoreSettings


def test_without_a_word_the_store_is_in_this_process():
    settings = StoreSettings()
    assert (settings.backend, settings.path, settings.redis) == ("embedded", None, None)


def test_every_setting_is_described():
    for model in (StoreSettings, RedisSettings):
        for name, field in model.model_fields.items():
            assert field.description, name


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"backend": "redis"}, "redis.host is not given"),
        ({"backend": "redis", "redis": {"host": "h"}, "path": "f"}, "path is for the embedded"),
        ({"redis": {"host": "h"}}, "Set backend to redis"),
        ({"backend": "memcached"}, "backend"),
        ({"paths": "f"}, "paths"),
        ({"backend": "redis", "redis": {"host": "h", "environment": "a{b}"}}, "environment"),
        ({"backend": "redis", "redis": {"host": "h", "port": 0}}, "port"),
        ({"backend": "redis", "redis": {"host": "h", "lease": 0}}, "lease"),
    ],
)
def test_what_cannot_work_is_refused_by_name(wrong: dict[str, object], said: str):
    with pytest.raises(ValidationError, match=said):
        StoreSettings.model_validate(wrong)


def test_a_password_is_not_shown():
    settings = RedisSettings.model_validate({"host": "h", "password": "s3cret"})
    assert "s3cret" not in repr(settings)


def test_the_file_is_a_path():
    assert StoreSettings.model_validate({"path": "state/store.db"}).path == Path("state/store.db")
