"""The section `admin`: loopback, its own port, no unknown key."""

import pytest
from pydantic import ValidationError

from ai_gateway.admin.settings import AdminSettings


def test_without_a_word_the_admin_listener_is_on_loopback_beside_the_callers_port():
    settings = AdminSettings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8788)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_is_within_its_bounds(port: int):
    with pytest.raises(ValidationError, match="port"):
        AdminSettings(port=port)


def test_port_0_takes_a_free_one():
    assert AdminSettings(port=0).port == 0


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(ValidationError, match=r"token\n.*not permitted"):
        AdminSettings.model_validate({"token": "t"})


def test_the_section_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        AdminSettings().port = 1  # type: ignore[misc]  the test's point
