"""The section `edge`: defaults that fit each other, bounds, no unknown key."""

import pytest
from pydantic import ValidationError

from ai_gateway.edge.settings import MIB, EdgeSettings


def test_without_a_word_the_gateway_listens_on_loopback():
    settings = EdgeSettings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8787)


def test_the_defaults_hold_the_largest_requests_of_the_vendors():
    settings = EdgeSettings()
    assert settings.max_body_bytes == 50 * MIB
    assert settings.max_upload_bytes == 512 * MIB
    assert settings.max_header_bytes == 65536
    assert (settings.max_headers, settings.max_calls) == (100, 2048)


def test_the_default_drain_ends_before_an_orchestrator_kills():
    settings = EdgeSettings()
    assert 0 < settings.drain_grace + settings.drain_timeout < 120


def test_the_defaults_outlast_a_load_balancer_and_speak_before_it_cuts():
    settings = EdgeSettings()
    assert settings.keep_alive_timeout > 900
    assert settings.comment_interval < 30


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("port", 0),
        ("max_calls", 1),
        ("max_body_bytes", 1024),
        ("max_upload_bytes", 1024),
        ("max_header_bytes", 4096),
        ("max_headers", 10),
        ("drain_grace", 0),
        ("drain_timeout", 0),
    ],
)
def test_a_value_has_a_least(name: str, least: int):
    assert getattr(EdgeSettings.model_validate({name: least}), name) == least
    with pytest.raises(ValidationError, match=name):
        EdgeSettings.model_validate({name: least - 1})


@pytest.mark.parametrize("name", ["stall_timeout", "keep_alive_timeout", "comment_interval"])
def test_no_time_to_wait_is_zero(name: str):
    assert getattr(EdgeSettings.model_validate({name: 0.1}), name) == 0.1
    with pytest.raises(ValidationError, match=name):
        EdgeSettings.model_validate({name: 0})


def test_a_port_has_a_highest():
    assert EdgeSettings(port=65535).port == 65535
    with pytest.raises(ValidationError, match="port"):
        EdgeSettings(port=65536)


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(ValidationError, match=r"max_header_byte\n.*not permitted"):
        EdgeSettings.model_validate({"max_header_byte": 5000})


def test_the_section_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        EdgeSettings().port = 1  # type: ignore[misc]  the test's point
